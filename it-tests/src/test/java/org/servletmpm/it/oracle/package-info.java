/**
 * Plays one load against the demo and against Apache httpd and says whether their pools grow and
 * shrink alike; run by hand, see {@code it-tests/side-by-side}.
 */
package org.servletmpm.it.oracle;
