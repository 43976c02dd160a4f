/**
 * Loads servers with random clients for minutes while children, files and heap are disturbed, and
 * checks every response and what is left in the end. Run it with {@code it-tests/soak}.
 */
package org.servletmpm.it.soak;
