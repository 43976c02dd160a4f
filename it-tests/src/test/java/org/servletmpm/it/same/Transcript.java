package org.servletmpm.it.same;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything a client was answered, one character a byte, and how its connection ended.
 *
 * @param text with what differs between any two servers left out
 */
record Transcript(String text, Ending ending) {

    enum Ending {
        /** FIN; with TLS after close_notify. */
        CLOSED,

        /** TLS only: FIN without close_notify. */
        CUT,

        RESET,

        /** Nothing came for a long time, not even an end. */
        SILENT
    }

    private static final Pattern DATE = Pattern.compile("(?<=\r\nDate: )[^\r\n]{29}(?=\r\n)");

    /** Of a file that each server has made itself. */
    private static final Pattern VALIDATORS =
            Pattern.compile("(?<=\r\n)(ETag|Last-Modified): [^\r\n]*(?=\r\n)");

    private static final Pattern BOUNDARY = Pattern.compile("boundary=([\\w-]+)");

    /** On Jetty's error page: the milliseconds that it really took. */
    private static final Pattern IDLE_TIME = Pattern.compile("(?<=Idle timeout expired: )\\d+");

    /**
     * The frames of a stack trace on an error page from where the connector's own begin, down to
     * the thread.
     */
    private static final Pattern CONNECTOR_FRAMES =
            Pattern.compile(
                    "\torg\\.(apache\\.tomcat\\.util\\.net|servletmpm"
                            + "|apache\\.coyote\\.AbstractProtocol\\$ConnectionHandler)\\.[^<]*(?=</pre>)");

    private static final String LENGTH = "\r\nContent-Length: ";

    static Transcript of(String raw, Ending ending) {
        String text = DATE.matcher(raw).replaceAll("(a date)");
        text = VALIDATORS.matcher(text).replaceAll("$1: (a validator)");
        text = IDLE_TIME.matcher(text).replaceAll("(a time)");
        Matcher boundary = BOUNDARY.matcher(text);
        if (boundary.find()) {
            text = text.replace(boundary.group(1), "(a boundary)");
        }
        return new Transcript(withoutFrames(text), ending);
    }

    /** An answer that is too long by frames says so in its header. */
    private static String withoutFrames(String text) {
        Matcher frames = CONNECTOR_FRAMES.matcher(text);
        StringBuilder without = new StringBuilder();
        while (frames.find()) {
            frames.appendReplacement(without, "\t(the connector)");
            int length = without.lastIndexOf(LENGTH) + LENGTH.length();
            without.replace(length, without.indexOf("\r", length), "(a length)");
        }
        return frames.appendTail(without).toString();
    }

    boolean isLike(Transcript other, boolean eitherEnd) {
        return text.equals(other.text)
                && (ending == other.ending || eitherEnd && ended() && other.ended());
    }

    /** Whether the case waited for what never came, so that it is the case that is wrong. */
    boolean isMisjudged() {
        return ending == Ending.SILENT;
    }

    private boolean ended() {
        return ending == Ending.CLOSED || ending == Ending.RESET;
    }

    /** The first place at which they differ; the length of both when they do not. */
    int firstDifference(Transcript other) {
        int least = Math.min(text.length(), other.text.length());
        int at = 0;
        while (at < least && text.charAt(at) == other.text.charAt(at)) {
            at++;
        }
        return at;
    }
}
