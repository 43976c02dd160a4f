/** A filter that needs one thread for each connection, in a server that runs event. */
package org.servletmpm.samples.incompatible;
