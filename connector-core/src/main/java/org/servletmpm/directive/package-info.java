/**
 * Reads the operator's words: names, units, defaults and corrections of httpd's MPM directives.
 * They come from httpd's syntax, from names and values or from Java, and the result is always one
 * immutable value that knows where each of its parts was written.
 */
package org.servletmpm.directive;
