/**
 * Reads the operator's words: names, units, defaults and corrections of httpd's MPM directives.
 * Whether they come from httpd's syntax, from names and values or from Java, the result is one
 * immutable value that knows where each of its parts was written.
 */
package org.servletmpm.directive;
