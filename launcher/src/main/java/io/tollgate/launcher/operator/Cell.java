package io.tollgate.launcher.operator;

/**
 * A word or two in a table. Much of what is shown was chosen by strangers (callers, Call-IDs), so nothing in it may move
 * the terminal's cursor or turn the line round: such characters become question marks.
 *
 * @param text in one line, without control characters
 */
record Cell(String text, Style style) {

    Cell {
        text = harmless(text);
    }

    static Cell of(String text) {
        return new Cell(text, Style.PLAIN);
    }

    static String harmless(String text) {
        if (text.codePoints().noneMatch(Cell::isHarmful)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(isHarmful(point) ? '?' : point));
        return clean.toString();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
