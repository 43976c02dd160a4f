/**
 * The operator's words: names, units, defaults and corrections of httpd's MPM directives, read from
 * httpd syntax, name/value pairs or Java into one immutable value that remembers where each of its
 * parts came from.
 */
package org.servletmpm.directive;
