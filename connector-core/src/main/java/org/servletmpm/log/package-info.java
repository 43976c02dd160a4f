/** Logging that neither fills a disk nor fails its caller. */
package org.servletmpm.log;
