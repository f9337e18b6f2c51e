package io.tollgate.gateway.proxy;

import io.tollgate.gateway.proxy.ShardByHand.Sent;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;

/** What lies between a proxy and its phones: loses, repeats and reorders, and lets time pass. */
final class BadNetwork {
    private static final long MILLI = 1_000_000L;

    private record Due(long at, long number, Runnable task) {}

    /** What reached the proxy, for what it must not have done before. */
    record Delivered(Flow from, SipMessage message, int sentBefore) {}

    final List<Delivered> delivered = new ArrayList<>();
    private final ShardByHand shard;
    private final Random random;
    private final BiConsumer<Flow, SipMessage> phones;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final double loss;
    private final double repetition;
    private long numbers;
    private int seen;

    /** @param phones given what reaches them, with where it was sent to */
    BadNetwork(ShardByHand shard, Random random, BiConsumer<Flow, SipMessage> phones) {
        this.shard = shard;
        this.random = random;
        this.phones = phones;
        this.loss = chance(0.5) ? 0 : random.nextDouble() * 0.3;
        this.repetition = random.nextDouble() * 0.2;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    void in(long millis, Runnable task) {
        queue.add(new Due(shard.now().toNanos() + millis * MILLI, numbers++, task));
    }

    /** To the proxy. */
    void send(Flow from, byte[] message) {
        int copies = chance(loss) ? 0 : chance(repetition) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            in(random.nextInt(chance(0.2) ? 300 : 20), () -> {
                delivered.add(new Delivered(from, ShardByHand.parsed(message), shard.sent.size()));
                shard.receive(from, message);
            });
        }
    }

    /** Until nothing happens any more. */
    void run() {
        while (!queue.isEmpty()) {
            Due next = queue.poll();
            while (shard.now().toNanos() < next.at()) {
                shard.pass(Duration.ofNanos(
                        Math.min(10 * MILLI, next.at() - shard.now().toNanos())));
                if (arrive() && queue.peek() != null && queue.peek().at() < next.at()) {
                    queue.add(next);
                    next = queue.poll();
                }
            }
            next.task().run();
            arrive();
        }
    }

    private boolean arrive() {
        boolean some = seen < shard.sent.size();
        while (seen < shard.sent.size()) {
            Sent sent = shard.sent.get(seen++);
            int copies = chance(loss) ? 0 : chance(repetition) ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                in(random.nextInt(chance(0.2) ? 300 : 20), () -> phones.accept(sent.to(), sent.message()));
            }
        }
        return some;
    }
}
