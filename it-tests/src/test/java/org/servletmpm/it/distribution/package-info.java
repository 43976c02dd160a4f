/**
 * Tests of the containers' own distributions, put together as the samples' READMEs say, and the
 * fixtures that fetch, unpack and start them.
 */
package org.servletmpm.it.distribution;
