/**
 * Shows what the models differ in: a server of each, with few workers, under clients that keep
 * workers busy in ways of their own.
 */
package org.servletmpm.demo.compare;
