package org.servletmpm.it.same;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bytes that one client sends, and its reads between them. A case that does not say how it
 * reads, reads one answer after all it sends. Unless the last answer said that it is the last, or
 * the case {@link #ends}, one more request shows that the connection is kept open.
 *
 * @param setting the servers it is played with
 */
record Case(String name, Setting setting, List<Step> steps, Set<Trait> traits) {

    enum Trait {
        /** Jetty's own connector is not compared; the reason stands beside the case. */
        TOMCAT_ONLY,

        /**
         * FIN and RST count as the same: the server ends with bytes unread, and which of them the
         * client sees depends on whether the last of those came before the end.
         */
        EITHER_END,

        /** The client does not speak TLS though the server does. */
        PLAIN_CLIENT
    }

    static Case of(String name) {
        String printable = Difference.visible(name).replace("\n", "\\n");
        return new Case(printable, Setting.DEFAULTS, List.of(), Set.of());
    }

    /** A request without a body. */
    static Case of(String name, String line, String... headers) {
        return of(name).send(head(line, headers));
    }

    /** A GET with the usual host. */
    static Case get(String name, String target, String... headers) {
        return of(name).send(toLocalhost("GET " + target, headers));
    }

    /** What a POST with the usual host sends before its body. */
    static String post(String path, String... headers) {
        return toLocalhost("POST " + path, headers);
    }

    private static String toLocalhost(String request, String... headers) {
        Stream<String> all = Stream.concat(Stream.of("Host: localhost"), Stream.of(headers));
        return head(request + " HTTP/1.1", all.toArray(String[]::new));
    }

    /** A request line and headers, up to and with the empty line. */
    static String head(String line, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return line + "\r\n" + lines + "\r\n";
    }

    Case with(Setting other) {
        return new Case(name, other, steps, traits);
    }

    Case tomcatOnly() {
        return being(Trait.TOMCAT_ONLY);
    }

    Case eitherEnd() {
        return being(Trait.EITHER_END);
    }

    Case plainClient() {
        return being(Trait.PLAIN_CLIENT);
    }

    private Case being(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Case(name, setting, steps, Set.copyOf(more));
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    Case send(String bytes) {
        return then(new Step.Send(bytes));
    }

    Case answer() {
        return then(new Step.Answer(false));
    }

    Case answers(int count) {
        Case all = this;
        for (int i = 0; i < count; i++) {
            all = all.answer();
        }
        return all;
    }

    Case answerToHead() {
        return then(new Step.Answer(true));
    }

    Case until(String end) {
        return then(new Step.Until(end));
    }

    Case bytes(int count) {
        return then(new Step.Bytes(count));
    }

    Case halfClose() {
        return then(new Step.HalfClose());
    }

    Case ends() {
        return then(new Step.End());
    }

    private Case then(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Case(name, setting, List.copyOf(more), traits);
    }

    /** Everything that is sent, for a report. */
    String sent() {
        return steps.stream()
                .map(
                        step ->
                                step instanceof Step.Send send
                                        ? send.bytes()
                                        : "\n   ... " + step + "\n")
                .collect(Collectors.joining());
    }
}
