package io.tollgate.launcher.operator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The terminal while something is drawn on it again and again. Ctrl-C ends that orderly: the terminal is as it was, and
 * the status is 0, since to watch until then is what was asked for.
 */
final class Screen {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l"; // the other screen, without a cursor
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\r\n";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Terminal terminal;
    private final boolean taken;
    private final Thread hook = new Thread(this::stop, "tollgate-stop");
    private Terminal size;
    private long lookedAt = System.nanoTime();
    private boolean left;

    private Screen(Terminal terminal, boolean taken) {
        this.terminal = terminal;
        this.taken = taken;
        this.size = terminal;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Draws on the other screen, so that what was there is there again afterwards. */
    static Screen take(Terminal terminal) {
        terminal.out().print(ENTER);
        return new Screen(terminal, true);
    }

    /** Only ends orderly. */
    static Screen lines(Terminal terminal) {
        return new Screen(terminal, false);
    }

    /** The session on the terminal as large as it is now. */
    Session fit(Session session) {
        if (System.nanoTime() - lookedAt > BETWEEN_LOOKS.toNanos()) {
            lookedAt = System.nanoTime();
            size = Terminal.of(terminal.out(), terminal.err(), look(), session.environment());
            size = size.isInteractive() ? size : terminal;
        }
        return new Session(session.environment(), size, session.clock());
    }

    synchronized void draw(List<String> lines) {
        if (left) {
            return;
        }
        StringBuilder frame = new StringBuilder(HOME);
        int last = Math.min(lines.size(), size.rows() - 1); // a line break in the last row would scroll
        lines.subList(0, last).forEach(line -> frame.append(line).append(END_OF_LINE));
        terminal.out().print(frame.append(CLEAR_BELOW));
        terminal.out().flush();
    }

    /** The process goes on, or ends with a status of its own. */
    void leave() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal came first: the hook decides how this ends
        }
        restore();
    }

    private void stop() {
        restore();
        Runtime.getRuntime().halt(0);
    }

    private synchronized void restore() {
        if (taken && !left) {
            terminal.out().print(LEAVE);
        }
        left = true;
        terminal.out().flush();
    }

    /** Java cannot ask a terminal itself. */
    private static String look() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null").start();
            try (InputStream out = stty.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.US_ASCII)
                        .strip()
                        .replace(' ', 'x');
            }
        } catch (IOException e) {
            return "";
        }
    }
}
