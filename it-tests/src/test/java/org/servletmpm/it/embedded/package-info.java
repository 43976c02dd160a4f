/** Scenarios that need a container put together for them: what the demo has no page for. */
package org.servletmpm.it.embedded;
