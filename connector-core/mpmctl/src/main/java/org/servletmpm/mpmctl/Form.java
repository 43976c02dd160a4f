package org.servletmpm.mpmctl;

import org.servletmpm.status.JsonWriter;
import picocli.CommandLine.Option;

/** Writes answers for people, or for programs. */
final class Form {

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    /**
     * @return how the status is to be written
     */
    String query() {
        return json ? "json" : "text";
    }

    void status(String text) {
        System.out.print(text.stripTrailing() + "\n");
        System.out.flush();
    }

    void done(String verb, String message) {
        System.out.print(json ? document(verb, true, message) : message + "\n");
        System.out.flush();
    }

    /**
     * @return the exit code
     */
    int failed(String verb, String message, int code) {
        if (json) {
            System.out.print(document(verb, false, message));
            System.out.flush();
        } else {
            System.err.println("ERROR " + verb + ": " + message);
        }
        return code;
    }

    private static String document(String verb, boolean done, String message) {
        return new JsonWriter()
                .object()
                .member("command", verb)
                .member("done", done)
                .member("message", message)
                .end()
                .document();
    }
}
