/**
 * Plays one load against the demo and against Apache httpd, and says whether their pools grow and
 * shrink alike. Run it with {@code it-tests/side-by-side}.
 */
package org.servletmpm.it.httpd;
