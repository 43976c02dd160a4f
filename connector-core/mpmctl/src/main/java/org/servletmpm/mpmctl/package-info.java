/** The command that starts a control and steers it. */
package org.servletmpm.mpmctl;
