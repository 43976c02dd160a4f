/**
 * Measures what is answered in time when more requests come than there is capacity for, with the
 * engine and with the container's own connector. Run it with {@code it-tests/overload}.
 */
package org.servletmpm.it.bench.overload;
