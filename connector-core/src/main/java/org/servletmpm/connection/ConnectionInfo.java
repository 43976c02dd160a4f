package org.servletmpm.connection;

/**
 * What an application may know of the connection that carries its request: the value of the request
 * attribute {@value #ATTRIBUTE}, on either container.
 */
public interface ConnectionInfo {

    /** Name of the request attribute that holds this. */
    String ATTRIBUTE = "org.servletmpm.connection";

    /** Number of the connection, unique in its engine, from 1. */
    long id();

    /** Number of requests begun on the connection, the current one included, from 1. */
    int requests();
}
