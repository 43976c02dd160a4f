/**
 * Events of JDK Flight Recorder: what happens to an engine besides its requests. Whoever sees one
 * of them happen reports it here; nothing is kept.
 */
package org.servletmpm.jfr;
