/** Whether code that is not safe for threads gives right answers. */
package org.servletmpm.it.bench.unsafe;
