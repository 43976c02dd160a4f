/** An HTTP/1.1 client that can misbehave: raw bytes, half-closes, resets, tiny receive buffers. */
package org.servletmpm.it.client;
