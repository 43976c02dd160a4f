/** What is copied into a web application of its own, and loaded by that one's class loader. */
package org.servletmpm.it.webapp;
