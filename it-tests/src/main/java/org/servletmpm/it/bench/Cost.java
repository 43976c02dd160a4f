package org.servletmpm.it.bench;

import java.util.Map;

/**
 * The cost of a request of the hello servlet with 64 connections.
 *
 * @param bytes allocated in the heap
 * @param syscalls by name, {@code all} of them first; empty where they cannot be counted
 */
record Cost(
        String container,
        String model,
        double bytes,
        double stockBytes,
        Map<String, Double> syscalls,
        Map<String, Double> stockSyscalls) {}
