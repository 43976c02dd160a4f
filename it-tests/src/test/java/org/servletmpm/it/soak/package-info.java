/**
 * A crowd of clients that does everything at random and leaves at any moment, and what it leaves
 * behind: {@code it-tests/soak}.
 */
package org.servletmpm.it.soak;
