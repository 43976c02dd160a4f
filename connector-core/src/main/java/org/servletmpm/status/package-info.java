/** What the engines are doing, as one report value, its renderers, and the answer that has one. */
package org.servletmpm.status;
