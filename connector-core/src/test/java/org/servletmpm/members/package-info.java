/**
 * What an adapter takes of its container, member by member, for the tests of both adapters. Part of
 * this module's test jar.
 */
package org.servletmpm.members;
