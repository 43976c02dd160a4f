/**
 * A connection of the engine's, with its states, its two one-shot interests and its end, and what
 * an adapter implements for it.
 */
package org.servletmpm.connection;
