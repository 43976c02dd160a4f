package org.servletmpm.engine;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** Takes the stacks of all threads of this JVM, as jstack shows them. Any thread. */
final class ThreadStacks {

    /** A message to the control has less than 64 KB, and a character may need nine bytes of it. */
    private static final int MOST_CHARACTERS = 6000;

    private ThreadStacks() {}

    /**
     * @return in parts that fit into a message each; at least one
     */
    static List<String> now() {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String line : text().split("\n")) {
            String shown = line.substring(0, Math.min(line.length(), MOST_CHARACTERS / 2));
            if (part.length() + shown.length() >= MOST_CHARACTERS) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(shown).append('\n');
        }
        parts.add(part.toString());
        return parts;
    }

    private static String text() {
        try {
            return (String)
                    ManagementFactory.getPlatformMBeanServer()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "threadPrint",
                                    new Object[] {new String[] {"-l"}},
                                    new String[] {String[].class.getName()});
        } catch (JMException e) {
            return "this JVM does not tell its stacks: " + e;
        }
    }
}
