/** What the engine is doing, as one report value and its renderers. */
package org.servletmpm.status;
