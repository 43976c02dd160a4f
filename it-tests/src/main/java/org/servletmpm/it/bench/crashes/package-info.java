/** Ends children and their control in every way there is, and counts what clients see of it. */
package org.servletmpm.it.bench.crashes;
