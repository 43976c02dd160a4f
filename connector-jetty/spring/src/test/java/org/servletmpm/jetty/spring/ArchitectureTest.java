package org.servletmpm.jetty.spring;

import org.servletmpm.adapters.StarterArchitecture;

class ArchitectureTest extends StarterArchitecture {
    ArchitectureTest() {
        super("org.servletmpm.jetty", "org.eclipse.jetty..");
    }
}
