/** What an application needs when its children are processes: sessions that all of them share. */
package org.servletmpm.samples.processes;
