/**
 * A benchmark that prints what a normal client notices of slow ones, and never fails a build; see
 * {@code it-tests/slow-clients}.
 */
package org.servletmpm.it.slow;
