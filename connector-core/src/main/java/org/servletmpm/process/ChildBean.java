package org.servletmpm.process;

import org.servletmpm.status.ProcessStatus;

/** Shows a child in JMX, which reads getters. Immutable. */
public final class ChildBean {

    private final ProcessStatus child;

    ChildBean(ProcessStatus child) {
        this.child = child;
    }

    /** Its slot, from 0. */
    public int getSlot() {
        return child.slot();
    }

    /** Its generation. */
    public int getGeneration() {
        return child.generation();
    }

    /** Its process. */
    public long getPid() {
        return child.pid();
    }

    /** starting, serving or leaving. */
    public String getState() {
        return child.state();
    }

    /** Says what became of the archive of its classes: used, made or none. */
    public String getArchive() {
        return child.archive();
    }

    /** Seconds since it was started. */
    public long getAgeSeconds() {
        return child.ageSeconds();
    }

    /** Its resident memory (RSS) in bytes; -1 where the system does not tell. */
    public long getResidentBytes() {
        return child.memory().resident();
    }

    /** The same with what it shares counted in parts (PSS). */
    public long getProportionalBytes() {
        return child.memory().proportional();
    }

    /** The bytes that its Java heap holds, garbage included; -1 before it has said so. */
    public long getHeapBytes() {
        return child.memory().heap();
    }
}
