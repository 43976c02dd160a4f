/**
 * Holds what a module of the jetty-base archive puts into the server beside the connectors. It
 * stands on the engine's status, the connectors do not.
 */
package org.servletmpm.jetty.home;
