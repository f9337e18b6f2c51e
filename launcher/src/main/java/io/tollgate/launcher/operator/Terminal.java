package io.tollgate.launcher.operator;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a verb writes, and whether somebody looks at it.
 *
 * @param out what was asked for
 * @param err why it is not done
 * @param rows lines of the terminal; 0: standard output is none
 * @param columns characters in a line of it; 0: standard output is none
 * @param coloured whether colours are wanted
 */
public record Terminal(PrintStream out, PrintStream err, int rows, int columns, boolean coloured) {

    /** Of a terminal that does not say how large it is. */
    private static final int USUAL_ROWS = 24;

    private static final int USUAL_COLUMNS = 80;

    /**
     * @param size {@code ROWSxCOLUMNS} as the script found them; empty: no terminal
     * @param environment colours are for those who set no NO_COLOR (no-color.org) and whose terminal is not a dumb one
     */
    public static Terminal of(PrintStream out, PrintStream err, String size, Map<String, String> environment) {
        if (!size.matches("[0-9]{1,5}x[0-9]{1,5}")) {
            return new Terminal(out, err, 0, 0, false);
        }
        int cross = size.indexOf('x');
        int rows = Integer.parseInt(size.substring(0, cross));
        int columns = Integer.parseInt(size.substring(cross + 1));
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || "dumb".equals(environment.getOrDefault("TERM", ""));
        return new Terminal(out, err, rows == 0 ? USUAL_ROWS : rows, columns == 0 ? USUAL_COLUMNS : columns, !plain);
    }

    boolean isInteractive() {
        return columns > 0;
    }

    /** The same without colours. */
    Terminal plain() {
        return new Terminal(out, err, rows, columns, false);
    }

    void say(String line) {
        out.println(line);
    }

    /** The text in a style, where colours are wanted. */
    String styled(Style style, String text) {
        return coloured && style != Style.PLAIN && !text.isEmpty() ? style.begin() + text + Style.END : text;
    }
}
