package org.servletmpm.tomcat;

import org.servletmpm.adapters.AdapterArchitecture;

class ArchitectureTest extends AdapterArchitecture {
    ArchitectureTest() {
        super("org.servletmpm.tomcat", "org.apache..");
    }
}
