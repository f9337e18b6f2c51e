package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallRecord;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two Streams instances is killed under load: the other decides for all accounts soon, and no record is missing. */
@Apart
class StreamsFailoverSystemTest {

    private static final int CALLS_PER_SECOND = 20;
    private static final Duration CALL = Duration.ofMillis(500);

    /** It is asked when they are decided for, not whether in time for a phone; on a busy machine half a second is soon over. */
    private static final String PATIENT = "--decision-millis=10000";

    /** Enough that both instances have some, and that some are moved. */
    private static final List<String> STRICT =
            IntStream.range(0, 8).mapToObj(i -> "strict-" + i).toList();

    private static final List<String> LOADED =
            IntStream.range(0, 8).mapToObj(i -> "loaded-" + i).toList();

    @TempDir
    private Path data;

    @Test
    void shouldDecideForAllAccountsSoonWhenAnInstanceIsKilled() {
        // Given
        try (Fleet fleet = new Fleet(data)) {
            fleet.streams(1).stop();
            fleet.startStreams(1, "--standby-replicas=1");
            fleet.startStreams(2, "--standby-replicas=1");
            fleet.startGateway("a", PATIENT);
            TopicReader<CallRecord> records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
            for (String account : STRICT) {
                // Until Streams knows it, it is missing from every list, and the gateway asks for no decision.
                fleet.provisioning()
                        .provision(Accounts.account(account)
                                .setStrictAdmission(true)
                                .setChannelLimit(1)
                                .build());
            }
            try (Phone phone = fleet.gateway("a")
                            .phone("caller")
                            .remembered(100_000)
                            .open();
                    CallLoad load = new CallLoad(() -> phone, new Rounds(LOADED)::next, () -> CALL)) {
                awaitDecisions(phone);
                load.start(CALLS_PER_SECOND);
                Await.until("load", Cluster.PATIENCE, () -> load.placed() > 5 * CALLS_PER_SECOND, load::placed);

                awaitAccounts(fleet.api(1));
                awaitAccounts(fleet.api(2));

                // When
                fleet.streams(2).kill();
                Instant killed = Instant.now();
                Map<String, Duration> decided = awaitDecisions(phone);

                // Then
                Duration last = Duration.between(killed, Instant.now());
                System.out.println(
                        "decisions for all accounts " + last.toMillis() + " ms after the kill; each: " + decided);
                List<PlacedCall> calls = load.finish();
                assertThat(calls).allSatisfy(call -> assertThat(call.answered()).isCompleted());
                Set<String> expected = calls.stream().map(PlacedCall::callId).collect(Collectors.toSet());
                Await.until(
                        "a record of each call",
                        Cluster.PATIENCE,
                        () -> records.values(record -> expected.contains(record.getSipCallId()))
                                        .size()
                                >= expected.size(),
                        records::print);
                assertThat(records.values(record -> expected.contains(record.getSipCallId())))
                        .extracting(CallRecord::getSipCallId)
                        .doesNotHaveDuplicates();
                LOADED.forEach(fleet::awaitNoChannel);
                awaitAccounts(fleet.api(1));
            }
        }
    }

    /** An instance tells of all accounts, whoever has them; until it can it tells of none. */
    private static void awaitAccounts(Api api) {
        Await.until(
                "a list of accounts",
                Cluster.PATIENCE,
                () -> StreamSupport.stream(api.accounts().spliterator(), false)
                        .map(account -> account.get("account").textValue())
                        .toList(),
                seen -> {
                    if (!seen.isEmpty() && !seen.containsAll(STRICT)) {
                        throw new AssertionError("a part, said to be the whole: " + seen);
                    }
                    return !seen.isEmpty();
                });
    }

    /** A call of each strict account is answered: somebody has admitted it. Gives how long each took. */
    private static Map<String, Duration> awaitDecisions(Phone phone) {
        Instant began = Instant.now();
        Map<String, Duration> took = new LinkedHashMap<>();
        List<String> open = new ArrayList<>(STRICT);
        Await.until(
                "decisions",
                Cluster.PATIENCE,
                () -> {
                    // All at once: who waits for one that nobody decides for must not keep the others waiting.
                    Map<String, PlacedCall> calls = new LinkedHashMap<>();
                    open.forEach(account ->
                            calls.put(account, phone.invite(Dial.to(Cast.LOCAL).from(account))));
                    calls.forEach((account, call) -> {
                        if (isAnswered(call)) {
                            took.put(account, Duration.between(began, Instant.now()));
                            open.remove(account);
                        }
                    });
                    return open.isEmpty();
                },
                () -> open);
        return took;
    }

    private static boolean isAnswered(PlacedCall call) {
        call.await("an answer or a refusal", CompletableFuture.anyOf(call.answered(), call.ended()), Cluster.PATIENCE);
        boolean answered = call.answered().isDone();
        if (answered) {
            call.hangUp();
            call.awaitEnded();
        }
        return answered;
    }
}
