/**
 * What an adapter owes the engine, as a test that each adapter runs, with the fakes it needs and an
 * adapter to learn from. In this module's test jar; told in {@code docs/adapters.md}.
 */
package org.servletmpm.contract;
