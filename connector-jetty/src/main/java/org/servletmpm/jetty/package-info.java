/**
 * Adapts Jetty to the engine: the connector that Jetty XML names, an end point that drives Jetty's
 * HTTP, and a thread pool of the engine's workers.
 */
package org.servletmpm.jetty;
