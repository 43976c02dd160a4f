package org.servletmpm.it.boot;

/** The servers Boot may embed; the tests' class path has both. */
enum Container {
    TOMCAT("org.springframework.boot.tomcat.autoconfigure"),
    JETTY("org.springframework.boot.jetty.autoconfigure");

    private final String autoConfigurations;

    Container(String autoConfigurations) {
        this.autoConfigurations = autoConfigurations;
    }

    Container other() {
        return this == TOMCAT ? JETTY : TOMCAT;
    }

    /** Boot's property that leaves this one to be found. */
    String excludingTheOther() {
        String kind = other() == TOMCAT ? "Tomcat" : "Jetty";
        return "spring.autoconfigure.exclude="
                + other().autoConfigurations
                + ".servlet."
                + kind
                + "ServletWebServerAutoConfiguration,"
                + other().autoConfigurations
                + ".actuate.web.server."
                + kind
                + "ServletManagementContextAutoConfiguration";
    }
}
