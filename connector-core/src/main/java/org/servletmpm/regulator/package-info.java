/**
 * httpd's spare maintenance: from one look at the scoreboard to the children to start and the child
 * to retire. A pure function; who ticks it and who carries out its actions is the engine's affair.
 */
package org.servletmpm.regulator;
