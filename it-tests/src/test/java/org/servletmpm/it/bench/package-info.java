/**
 * A benchmark that prints ratios to the stock connectors and never fails a build; see {@code
 * it-tests/bench}.
 */
package org.servletmpm.it.bench;
