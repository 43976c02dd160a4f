/**
 * The child's half of process mode: what a JVM that is a child has from its control, and the
 * channel between the two.
 */
package org.servletmpm.inherit;
