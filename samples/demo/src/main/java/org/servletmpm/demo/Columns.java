package org.servletmpm.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows as aligned columns: numbers to the right, the last ones, which are text, to the left. */
final class Columns {
    private static final String GAP = "  ";

    private final int numbers;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param numbers how many of the columns are aligned to the right
     */
    Columns(int numbers, List<String> names) {
        this.numbers = numbers;
        rows.add(names);
    }

    /** One cell for each name. */
    void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    List<String> lines() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length()));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP);
            line.append(column < numbers ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }
}
