package org.servletmpm.demo;

import java.util.Locale;

/** The containers that the demo can embed. */
enum ContainerName {
    TOMCAT,
    JETTY;

    static ContainerName parse(String name) {
        for (ContainerName container : values()) {
            if (container.toString().equals(name)) {
                return container;
            }
        }
        throw new IllegalArgumentException("container " + name + ": allowed tomcat or jetty");
    }

    /** As the command line and the READY line have it: {@code tomcat} or {@code jetty}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
