/**
 * What an adapter implements and calls: a connection, its two one-shot interests, its states, and
 * the tasks that a fired interest yields.
 */
package org.servletmpm.connection;
