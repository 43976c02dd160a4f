package org.servletmpm.tomcat;

import java.security.CodeSource;

/**
 * Leaves our jar out of the search for tag libraries and web fragments, which Tomcat makes in each
 * jar of its {@code lib} for each application. Tomcat's own jars are left out by name in {@code
 * conf/catalina.properties}; ours has none of either.
 */
final class JarScanning {

    /** Tomcat's; read when it makes the first application. */
    static final String LEFT_OUT = "tomcat.util.scan.StandardJarScanFilter.jarsToSkip";

    private JarScanning() {}

    /**
     * Adds the jar of a class to what is left out, if there is such a list: an embedded Tomcat has
     * none. By the thread that configures the server.
     */
    static void leaveOut(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        String list = System.getProperty(LEFT_OUT);
        if (source == null || source.getLocation() == null || list == null) {
            return;
        }
        String path = source.getLocation().getPath();
        String jar = path.substring(path.lastIndexOf('/') + 1);
        if (jar.endsWith(".jar") && !list.contains(jar)) {
            System.setProperty(LEFT_OUT, list + "," + jar);
        }
    }
}
