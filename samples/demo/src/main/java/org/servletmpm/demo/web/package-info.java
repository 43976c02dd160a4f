/**
 * The pages of the demo, one servlet each: every one is a small load of its own kind (a short
 * answer, a long one, a slow one, an upload, a failure) and behaves alike on both containers.
 */
package org.servletmpm.demo.web;
