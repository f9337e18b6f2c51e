package io.tollgate.benchmark;

import io.tollgate.phone.Call;
import io.tollgate.phone.CallLoad;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How long calls over the channel limit live when many are tried at once on two gateways, without strict admission: from
 * the 200 at the caller's socket to its BYE. The limit must be left in the end.
 *
 * <p>Aim: none above 250 ms on a quiet machine of two cores.
 */
@Command(
        name = "limit-burst",
        description = "How long calls over the limit live, of many at once on two gateways.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LimitBurstBenchmark implements Callable<Integer> {
    private static final Duration RINGING = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int REMEMBERED = 20_000;
    private static final String ACCOUNT = "limit-burst";
    private static final String NUMBER = "4930123456";

    @Option(names = "--limit", defaultValue = "10", description = "channels (default ${DEFAULT-VALUE})")
    private int limit;

    @Option(names = "--calls", defaultValue = "200", description = "INVITEs at once (default ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--rounds", defaultValue = "8", description = "bursts (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--pause", defaultValue = "0", description = "seconds before the first (default ${DEFAULT-VALUE})")
    private int pause;

    @Parameters(description = "after --: more options of tollgate up")
    private List<String> more = new ArrayList<>();

    @Override
    public Integer call() {
        CallLoad.warmUp();
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0, RINGING, REMEMBERED);
                TollgateProcess up = TollgateProcess.up(upstream.uri(), more);
                TollgateProcess second = up.gateway("limit-burst-2", upstream.uri());
                Billing billing = new Billing(up)) {
            Hop one = Hop.udp(up.ready("sip"));
            Hop two = Hop.udp(second.ready("sip"));
            billing.limited(ACCOUNT, limit);
            billing.awaitGateways(one, two);
            billing.awaitChannels(ACCOUNT, 0);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(pause));
            Surroundings.describe().forEach(System.out::println);
            for (int round = 1; round <= rounds; round++) {
                try (Phone first = Phone.of(ACCOUNT).proxy(one).open();
                        Phone other = Phone.of(ACCOUNT).proxy(two).open()) {
                    Duration before = up.processorTime();
                    burst(round, first, other);
                    billing.awaitChannels(ACCOUNT, 0);
                    System.out.printf(
                            "          processor time of up: %d ms%n",
                            up.processorTime().minus(before).toMillis());
                    awaitRoom(first);
                    awaitRoom(other);
                }
            }
            System.out.println(Surroundings.load());
        }
        return 0;
    }

    /** The gateway has heard that the account is no longer full. */
    private static void awaitRoom(Phone phone) {
        Await.until(
                "room", PATIENCE, () -> phone.request("MESSAGE", NUMBER).join().status(), status -> status == 200);
    }

    private void burst(int round, Phone one, Phone two) {
        List<PlacedCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add((i % 2 == 0 ? one : two).invite(NUMBER));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (calls.stream().filter(call -> call.ended().isDone()).count() < count - limit) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("more than " + limit + " calls live on");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        List<PlacedCall> over = calls.stream()
                .filter(call -> call.answered().isDone() && call.ended().isDone())
                .toList();
        System.out.printf("round %-3d %3d answered above the limit", round, over.size());
        System.out.println(
                over.isEmpty()
                        ? ""
                        : "; they lived "
                                + new Percentiles(over.stream()
                                        .mapToLong(call -> call.awaitEnded()
                                                .at()
                                                .since(call.awaitAnswered().at())
                                                .toNanos())));
        List<PlacedCall> left = calls.stream().filter(Call::live).toList();
        if (left.size() != limit) {
            throw new IllegalStateException(left.size() + " calls live on, not " + limit);
        }
        left.forEach(Call::hangUp);
        left.forEach(Call::awaitEnded);
    }
}
