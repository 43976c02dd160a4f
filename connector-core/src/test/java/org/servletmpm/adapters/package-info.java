/**
 * For the tests of both adapters: what an adapter may use of the engine, what it takes of its
 * container, member by member, and what it logs. This module's test jar.
 */
package org.servletmpm.adapters;
