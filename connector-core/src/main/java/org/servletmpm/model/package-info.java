/**
 * The differences between prefork, worker and event, one file each, put together from the rooms of
 * accepting and of workers.
 */
package org.servletmpm.model;
