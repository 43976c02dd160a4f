/**
 * The status: what the engines are doing, as one report value, its renderers, and the answer with a
 * rendered report. Each part is immutable or used by one thread, the one that answers.
 */
package org.servletmpm.status;
