package org.servletmpm.jetty;

import org.servletmpm.adapters.AdapterArchitecture;

class ArchitectureTest extends AdapterArchitecture {
    ArchitectureTest() {
        super("org.servletmpm.jetty", "org.eclipse.jetty..");
    }
}
