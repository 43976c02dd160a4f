/**
 * httpd's spare maintenance: from one snapshot of the scoreboard to the children to start and the
 * child to retire. It is a pure function; the room life asks it once a second and carries out its
 * actions.
 */
package org.servletmpm.regulator;
