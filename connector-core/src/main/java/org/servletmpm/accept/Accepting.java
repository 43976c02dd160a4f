package org.servletmpm.accept;

import org.servletmpm.worker.WorkSource;

/**
 * Holds what one child accepts with, and where its workers get their work from.
 *
 * @param acceptor the child's candidate for the accept mutex
 * @param policy whether the child takes another connection
 * @param duty what the child's listener does of it
 * @param source where the work of the child's workers comes from
 */
public record Accepting(
        Acceptor acceptor, AcceptPolicy policy, AcceptDuty duty, WorkSource source) {}
