package io.tollgate.launcher.operator;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headings, in columns as wide as they need to be. On a terminal that is too narrow the widest columns of
 * words are cut short, so that a row stays a line; through a pipe nothing is cut.
 */
final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final List<String> headings;
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table(List<String> headings) {
        this.headings = headings;
    }

    /** @param headings one that begins with {@code >} has its column set to the right, as numbers are */
    static Table of(String... headings) {
        List<String> names = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        for (String heading : headings) {
            right.add(heading.startsWith(">"));
            names.add(heading.startsWith(">") ? heading.substring(1) : heading);
        }
        Table table = new Table(names);
        table.right.addAll(right);
        return table;
    }

    void row(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalStateException(cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(List.of(cells));
    }

    int size() {
        return rows.size();
    }

    /** The lines, headings first. */
    List<String> lines(Terminal terminal) {
        int[] widths = widths(terminal.columns());
        List<String> lines = new ArrayList<>(rows.size() + 1);
        lines.add(line(
                headings.stream().map(text -> new Cell(text, Style.HEADING)).toList(), widths, terminal));
        rows.forEach(row -> lines.add(line(row, widths, terminal)));
        return lines;
    }

    void print(Terminal terminal) {
        lines(terminal).forEach(terminal::say);
    }

    private int[] widths(int columns) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = length(headings.get(column));
            for (List<Cell> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column).text()));
            }
        }
        int tooWide = columns == 0 ? 0 : total(widths) - columns;
        while (tooWide > 0) {
            int widest = widest(widths);
            if (widest < 0 || widths[widest] <= NARROWEST) {
                break; // the terminal may wrap it
            }
            widths[widest]--;
            tooWide--;
        }
        return widths;
    }

    private static int total(int[] widths) {
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    /** Of those that may be cut: half a number is a wrong one. */
    private int widest(int[] widths) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            if (!right.get(column) && (widest < 0 || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private String line(List<Cell> cells, int[] widths, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            Cell cell = cells.get(column);
            String text = cut(cell.text(), widths[column]);
            String space = " ".repeat(widths[column] - length(text));
            boolean last = column == widths.length - 1;
            line.append(right.get(column) ? space : "")
                    .append(terminal.styled(cell.style(), text))
                    .append(right.get(column) || last ? "" : space)
                    .append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }

    static String cut(String text, int width) {
        return length(text) <= width ? text : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
