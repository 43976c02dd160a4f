package org.servletmpm.tomcat.spring;

import org.servletmpm.adapters.StarterArchitecture;

class ArchitectureTest extends StarterArchitecture {
    ArchitectureTest() {
        super("org.servletmpm.tomcat", "org.apache..");
    }
}
