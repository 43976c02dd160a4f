/**
 * The children of one connector in one JVM: a child with its listener, its connections and its life
 * from start to end, and the group that they are.
 */
package org.servletmpm.child;
