/** Classes that are copied into a web application and loaded by its class loader. */
package org.servletmpm.it.webapp;
