/**
 * Leader and followers: decides whether the thread that has found a step also runs it. It has the
 * leadership of one worker, the estimate of a connection's next step, and the watchdog that takes
 * over from a leader that stays away. The room knows neither workers nor connections: it is given
 * threads and tokens.
 */
package org.servletmpm.leader;
