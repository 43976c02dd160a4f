/**
 * The pages of the demo, one servlet or endpoint each: every one is a small load of its own kind (a
 * short answer, a long one, an asynchronous one, an upload, a failure) and behaves alike on both
 * containers.
 */
package org.servletmpm.demo.web;
