/**
 * The workers of a child, and who gives them work: their threads, the queue and its one wake-up
 * protocol, what runs beside them, and whether one of them leads.
 */
package org.servletmpm.worker;
