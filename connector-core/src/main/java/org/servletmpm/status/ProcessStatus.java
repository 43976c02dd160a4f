package org.servletmpm.status;

/**
 * Holds what a control knows of a child that is a process. Immutable.
 *
 * @param state starting, serving or leaving
 * @param ageSeconds since it was started
 * @param snapshot the number of the copy of the program that it runs; 0 for none
 * @param archive whether it has started from an archive of its classes or made one: used, made or
 *     none
 */
public record ProcessStatus(
        int slot,
        int generation,
        long pid,
        String state,
        long ageSeconds,
        int snapshot,
        String archive,
        ProcessMemory memory) {}
