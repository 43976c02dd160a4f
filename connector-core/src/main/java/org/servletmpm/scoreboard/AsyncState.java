package org.servletmpm.scoreboard;

/**
 * Names the states of a connection while no worker has it: mod_status's four asynchronous columns.
 * The ordinal is the column's place in a child's record.
 */
public enum AsyncState {
    /** Waiting until its handler can read or write again ({@code ConnsAsyncWaitIO}). */
    WAIT_IO,
    /** The response is complete and being sent ({@code ConnsAsyncWriting}). */
    WRITING,
    /** Waiting for the next request ({@code ConnsAsyncKeepAlive}). */
    KEEPALIVE,
    /** Lingering until the client has closed too ({@code ConnsAsyncClosing}). */
    CLOSING
}
