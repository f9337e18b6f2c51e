package io.tollgate.launcher.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a watch hears, from threads of its own: the API's events, and now and then what it lists. An API that goes away is
 * tried again until it is back. What is not read in time is not heard: the API counts that and says so.
 */
final class Feed {

    /** What was heard. */
    sealed interface Heard {}

    /** An event. */
    record Told(EventStream.Event event) implements Heard {}

    /** What is listed now. */
    record Listed(List<Fields> calls, List<Fields> accounts) implements Heard {}

    /** The API can be heard again. */
    record Back() implements Heard {}

    /**
     * The API cannot be heard.
     *
     * @param forGood trying again would change nothing
     */
    record Away(String why, boolean forGood) implements Heard {}

    private static final int MOST_WAITING = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(2);

    /** Lists may take this share of the time, or 10,000 accounts would keep the API busy. */
    private static final int LIST_SHARE = 10;

    private final Api api;
    private final String events;
    private final @Nullable String account;
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MOST_WAITING);

    /** @param account null: of all */
    Feed(Api api, String types, @Nullable String account) {
        this.api = api;
        this.account = account;
        this.events =
                Api.path("events") + "?types=" + types + (account == null ? "" : "&account=" + Api.encoded(account));
    }

    /** Listens from now on, until the process ends. */
    Feed listen() {
        start("tollgate-events", this::hear);
        return this;
    }

    /** Lists now and then from now on. */
    Feed list() {
        start("tollgate-lists", this::listAgain);
        return this;
    }

    /** The next thing; empty: none came in this time. */
    Optional<Heard> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void start(String name, Interruptible work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private void hear() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            String why = "the API has ended the stream";
            try (EventStream stream = new EventStream(api.stream(events))) {
                heard.put(new Back());
                pause = FIRST_PAUSE;
                for (var event = stream.next(); event.isPresent(); event = stream.next()) {
                    heard.put(new Told(event.get()));
                }
            } catch (IOException e) {
                why = String.valueOf(api.unreachable(e).getMessage());
            } catch (Refused e) {
                if (!e.isPassing()) {
                    heard.put(new Away(String.valueOf(e.getMessage()), true));
                    return;
                }
                why = String.valueOf(e.getMessage());
            }
            heard.put(new Away(why, false));
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void listAgain() throws InterruptedException {
        String query = account == null ? "" : "?account=" + Api.encoded(account);
        while (true) {
            long began = System.nanoTime();
            try {
                List<Fields> calls = Fields.listOf(api.get(Api.path("calls") + query));
                List<Fields> accounts = account == null
                        ? Fields.listOf(api.get(Api.path("accounts")))
                        : api.find(Api.path("accounts", account)).map(Fields::of).stream()
                                .toList();
                heard.put(new Listed(calls, accounts));
            } catch (Refused e) {
                // The other thread has noticed as well, and says so.
            }
            long took = System.nanoTime() - began;
            TimeUnit.NANOSECONDS.sleep(Math.max(BETWEEN_LISTS.toNanos(), took * LIST_SHARE));
        }
    }
}
