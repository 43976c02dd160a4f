/**
 * Leader and followers: whether the thread that has found a step also runs it. The leadership of
 * one worker and who ends it, the estimate of how long a connection's next step takes, and the
 * watchdog that takes over from a leader that stays away. The room knows neither workers nor
 * connections: it is given threads and tokens.
 */
package org.servletmpm.leader;
