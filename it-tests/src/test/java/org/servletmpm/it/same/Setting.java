package org.servletmpm.it.same;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;

/** With what the compared servers are started, all of them alike. */
enum Setting {
    DEFAULTS(List.of(), List.of()),

    /** Clients may be silent for 400 ms, once they are connected. */
    IMPATIENT(List.of("connectionTimeout=400"), List.of("idleTimeout=400")),

    /** Little of everything. */
    NARROW(
            List.of(
                    "maxHttpRequestHeaderSize=600",
                    "maxHttpResponseHeaderSize=300",
                    "maxHeaderCount=8",
                    "maxKeepAliveRequests=3",
                    "maxSwallowSize=1000",
                    "maxExtensionSize=20",
                    "maxTrailerSize=40",
                    "allowedTrailerHeaders=x-first,x-second",
                    "useKeepAliveResponseHeader=false",
                    "server=Narrow"),
            null),

    /** What is refused or left out by default. */
    PERMISSIVE(
            List.of(
                    "relaxedPathChars=|{}",
                    "relaxedQueryChars=|[]",
                    "allowTrace=true",
                    "allowBackslash=true",
                    "encodedSolidusHandling=decode",
                    "continueResponseTiming=onRead",
                    "xpoweredBy=true",
                    "maxKeepAliveRequests=1",
                    "URIEncoding=ISO-8859-1"),
            null),

    COMPRESSING(
            List.of(
                    "compression=on",
                    "compressionMinSize=10",
                    "compressibleMimeType=text/plain,text/html,application/octet-stream",
                    "noCompressionUserAgents=.*Old.*",
                    "restrictedUserAgents=.*Ancient.*"),
            null),

    TLS(List.of(), List.of()) {
        @Override
        boolean tls() {
            return true;
        }
    };

    private final List<String> tomcat;
    private final List<String> jetty;

    /**
     * @param jetty null where Jetty's connector has no such attributes
     */
    Setting(List<String> tomcat, List<String> jetty) {
        this.tomcat = tomcat;
        this.jetty = jetty;
    }

    boolean tls() {
        return false;
    }

    boolean isFor(Cell.Container container) {
        return container == Cell.Container.TOMCAT || jetty != null;
    }

    /** On the demo's command line. */
    List<String> arguments(Cell cell) {
        Stream<String> attributes =
                (cell.container() == Cell.Container.TOMCAT ? tomcat : jetty)
                        .stream().flatMap(attribute -> Stream.of("--connector", attribute));
        Stream<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=8", "MinSpareServers=1", "MaxSpareServers=8")
                        : Stream.of(
                                "StartServers=2",
                                "ThreadsPerChild=4",
                                "MinSpareThreads=1",
                                "MaxSpareThreads=8");
        List<String> arguments = new ArrayList<>();
        Stream.concat(workers, Stream.of("MaxRequestWorkers=8"))
                .forEach(directive -> arguments.addAll(List.of("--set", directive)));
        attributes.forEach(arguments::add);
        return arguments;
    }
}
