/**
 * The connector named in Jetty XML: its end point drives Jetty's HTTP connection from the engine.
 */
package org.servletmpm.jetty;
