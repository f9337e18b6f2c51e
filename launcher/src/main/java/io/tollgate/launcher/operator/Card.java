package io.tollgate.launcher.operator;

import java.util.LinkedHashMap;
import java.util.Map;

/** One thing with its properties, a line each; what is empty is left out. */
final class Card {

    private final Map<String, Cell> lines = new LinkedHashMap<>();

    Card line(String label, Cell cell) {
        if (!cell.text().isEmpty()) {
            lines.put(label, cell);
        }
        return this;
    }

    Card line(String label, String text) {
        return line(label, Cell.of(text));
    }

    void print(Terminal terminal) {
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((label, cell) -> terminal.say(terminal.styled(Style.HEADING, label)
                + " ".repeat(width - label.length() + 2)
                + terminal.styled(cell.style(), cell.text())));
    }
}
