/**
 * What httpd's parent decides: it starts children, lets them leave, replaces them, regulates their
 * number once a second and ends gracefully. Children are known by their slots only; whether they
 * are threads or processes is behind {@link org.servletmpm.life.Children}.
 */
package org.servletmpm.life;
