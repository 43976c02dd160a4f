package org.servletmpm.status;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.servletmpm.scoreboard.WorkerStatus;

/** Writes the scoreboard's letters, in lines as mod_status has them, and their key. */
final class ScoreboardLetters {
    private static final int PER_LINE = 64;

    private static final Map<Character, WorkerStatus> BY_LETTER =
            Arrays.stream(WorkerStatus.values())
                    .collect(Collectors.toMap(WorkerStatus::letter, Function.identity()));

    private final HtmlWriter html;

    ScoreboardLetters(HtmlWriter html) {
        this.html = html;
    }

    void write(String letters) {
        html.open("pre", "class", "letters", "tabindex", "0", "aria-label", "Scoreboard");
        for (int from = 0; from < letters.length(); from += PER_LINE) {
            runs(letters.substring(from, Math.min(from + PER_LINE, letters.length())));
            html.line();
        }
        html.close().line();
    }

    /** Writes one element for each run of a letter: so a page of thousands of workers is small. */
    private void runs(String line) {
        int end;
        for (int from = 0; from < line.length(); from = end) {
            char letter = line.charAt(from);
            end = from;
            while (end < line.length() && line.charAt(end) == letter) {
                end++;
            }
            String style = WorkerStatusNames.styleClass(BY_LETTER.get(letter));
            html.element("span", line.substring(from, end), "class", style);
        }
    }

    void key() {
        html.open("p", "class", "key").text("Scoreboard Key:").line();
        String separator = "";
        for (WorkerStatus status : WorkerStatusNames.inOrder()) {
            html.text(separator)
                    .line()
                    .open("span")
                    .element("code", status.letter(), "class", WorkerStatusNames.styleClass(status))
                    .text(" " + WorkerStatusNames.meaning(status))
                    .close();
            separator = ",";
        }
        html.close().line();
    }
}
