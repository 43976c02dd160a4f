package org.servletmpm.it.boot;

/**
 * The servers Boot may embed; the tests' class path has both, and Boot finds the one that is left.
 */
enum Container {
    TOMCAT("Tomcat"),
    JETTY("Jetty");

    private final String name;

    Container(String name) {
        this.name = name;
    }

    Container other() {
        return this == TOMCAT ? JETTY : TOMCAT;
    }

    /** Boot's for this server, between commas. */
    String autoConfigurations() {
        String room = "org.springframework.boot." + name.toLowerCase() + ".autoconfigure.";
        return String.join(
                ",",
                room + "servlet." + name + "ServletWebServerAutoConfiguration",
                room + "reactive." + name + "ReactiveWebServerAutoConfiguration",
                room + "actuate.web.server." + name + "ServletManagementContextAutoConfiguration",
                room + "actuate.web.server." + name + "ReactiveManagementContextAutoConfiguration");
    }
}
