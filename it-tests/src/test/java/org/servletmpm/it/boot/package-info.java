/** Spring Boot applications, started as Boot starts them, with nothing but properties added. */
package org.servletmpm.it.boot;
