/**
 * An HTTP/1.1 and WebSocket client that can misbehave: raw bytes, half-closes, resets, tiny receive
 * buffers. Programs and tests share it.
 */
package org.servletmpm.it.client;
