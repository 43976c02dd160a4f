/** The demo's jar as a process of its own, for scenarios about processes and for the benchmark. */
package org.servletmpm.it.process;
