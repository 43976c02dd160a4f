/** HTTP/2, spoken to frame by frame: streams, windows, resets, and how it all ends. */
package org.servletmpm.it.http2;
