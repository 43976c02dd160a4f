/**
 * Measures what a server costs that only waits: heap for each idle connection ({@code
 * it-tests/idle-memory}) and processor time without traffic ({@code it-tests/idle-cpu}).
 */
package org.servletmpm.it.bench.idle;
