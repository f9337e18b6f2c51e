package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollgate watch}: what happens, as it happens, until Ctrl-C. */
@Command(
        name = "watch",
        description = {
            "Shows what happens as it happens: calls, balances and what Tollgate decides, until Ctrl-C.",
            "On a terminal a live view; elsewhere, or with --lines, a line for each event."
        },
        footer = {
            "",
            "Example: tollgate watch",
            "         tollgate watch --account alice | tee alice.log",
            "         tollgate watch --json --count 1"
        })
final class WatchVerb implements Runnable {

    private static final String TYPES = "CallEvent,Termination,BlacklistEntry,AccountState,CallRecord";
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Mixin
    private final ApiOptions api;

    @Option(names = "--account", paramLabel = "NAME", description = "Only this account's.")
    private @Nullable String account;

    @Option(names = "--lines", description = "A line for each event, on a terminal too.")
    private boolean lines;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events.")
    private @Nullable Long count;

    WatchVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        if (count != null && count < 1) {
            throw api.fault("--count", count.toString(), "1 or more");
        }
        Feed feed = new Feed(api.connect(), TYPES, account);
        boolean live = api.terminal().isInteractive() && !lines && !api.json() && count == null;
        Screen screen = live ? Screen.take(api.terminal()) : Screen.lines(api.terminal());
        try {
            if (live) {
                showLive(feed.list().listen(), screen);
            } else {
                showLines(feed.listen());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            screen.leave();
        }
    }

    private void showLines(Feed feed) throws InterruptedException {
        long left = count == null ? Long.MAX_VALUE : count;
        boolean wasThere = false;
        boolean isThere = false;
        while (left > 0 && !api.terminal().out().checkError()) { // flushes too: who reads wants it now
            Feed.Heard heard = feed.next(PATIENCE).orElse(null);
            if (heard instanceof Feed.Told told && show(told.event())) {
                left--;
            } else if (heard instanceof Feed.Back) {
                say(wasThere && !isThere ? "the API is back" : "");
                wasThere = true;
                isThere = true;
            } else if (heard instanceof Feed.Away away) {
                giveUp(away, wasThere);
                say(isThere ? away.why() + "; trying again" : "");
                isThere = false;
            }
        }
        api.terminal().out().flush();
    }

    /** Whether there was something to show. */
    private boolean show(EventStream.Event event) {
        if (api.json()) {
            api.terminal().say("{\"event\":\"" + event.name() + "\",\"data\":" + event.data() + "}");
            return true;
        }
        Optional<Happening> happening = Happening.of(event.name(), Fields.of(event.data()), api.session());
        happening.ifPresent(what -> api.terminal().say(what.line(api.session())));
        return happening.isPresent();
    }

    /** Beside the events, since scripts read those. */
    private void say(String words) {
        if (!words.isEmpty()) {
            Session session = api.session();
            session.terminal().err().println("tollgate: " + session.time(session.now()) + " " + words);
        }
    }

    /** An API that never was there is not waited for: the address may be wrong. */
    private static void giveUp(Feed.Away away, boolean wasThere) {
        if (away.forGood() || !wasThere) {
            throw new Refused(away.why());
        }
    }

    private void showLive(Feed feed, Screen screen) throws InterruptedException {
        Dashboard dashboard = new Dashboard();
        boolean wasThere = false;
        long drawn = System.nanoTime() - PATIENCE.toNanos();
        while (!api.terminal().out().checkError()) {
            Feed.Heard heard = feed.next(BETWEEN_FRAMES).orElse(null);
            Session session = screen.fit(api.session());
            if (heard instanceof Feed.Told told) {
                Happening.of(told.event().name(), Fields.of(told.event().data()), session)
                        .ifPresent(dashboard::happened);
            } else if (heard instanceof Feed.Listed listed) {
                dashboard.listed(listed);
            } else if (heard instanceof Feed.Back) {
                wasThere = true;
                dashboard.away("");
            } else if (heard instanceof Feed.Away away) {
                giveUp(away, wasThere);
                dashboard.away(away.why());
            }
            if (System.nanoTime() - drawn >= BETWEEN_FRAMES.toNanos()) {
                screen.draw(dashboard.frame(session));
                drawn = System.nanoTime();
            }
        }
    }
}
