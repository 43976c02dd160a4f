/** Javalin, served by a processing model. */
package org.servletmpm.samples.javalin;
