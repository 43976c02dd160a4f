/** A web application that knows nothing of its connector. */
package org.servletmpm.samples.war;
