/** What a web application sees of the engine: the status servlet. */
package org.servletmpm.servlet;
