package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.FraudVerdict;
import io.tollgate.phone.Answering;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.fixture.Orders;
import io.tollgate.testsupport.scenario.Await;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway goes, or its callers do: on purpose, for good, or without a word. */
class DrainSystemTest {

    private static final int PING_SECONDS = 5;
    private static final Duration SILENCE = Duration.ofSeconds(32);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path data;

    private static Fleet fleet;
    private static TopicReader<CallEvent> events;
    private static TopicReader<CallRecord> records;

    /** Of one test: what another left behind is not mistaken for its own. */
    private final String account = "drained-" + UUID.randomUUID();

    private final String first = account + "-a";
    private final String second = account + "-b";

    @BeforeAll
    static void openFleet() {
        fleet = new Fleet(data, "--lease-grace=5s");
        events = fleet.read(Topics.CALL_EVENTS, CallEvent.class);
        records = fleet.read(Topics.CALL_RECORDS, CallRecord.class);
    }

    @AfterAll
    static void closeFleet() {
        fleet.close();
    }

    @AfterEach
    void stopGateways() {
        fleet.upstream().answering(Answering.after(Fleet.RINGING));
        fleet.stopGateways();
    }

    private Phone startGateway(String... more) {
        fleet.startGateway(first, more);
        fleet.provisioning()
                .provision(Accounts.account(account).setChannelLimit(5).build());
        return fleet.gateway(first).phone(account).open();
    }

    private boolean isOurs(CallRecord record) {
        return record.getAccount().equals(account);
    }

    private boolean isOurEnd(CallEvent event) {
        return event.getAccount().equals(account) && event.getEvent() instanceof CallEnded;
    }

    private static PlacedCall answered(Phone phone) {
        PlacedCall call = phone.invite(Cast.LOCAL);
        call.awaitAnswered();
        Await.instant(Instant.now().plusMillis(1_300)); // from then on it is kept
        return call;
    }

    private void terminateAll() {
        FraudVerdict verdict =
                Orders.terminateAccount(account).setIssuedAt(Instant.now()).build();
        fleet.publisher().publish(Topics.VERDICTS, verdict.getVerdictId(), verdict);
    }

    @Test
    void shouldHandItsCallsOverWhenItIsToldToStop() {
        // Given
        try (Phone phone = startGateway("--drain-seconds=5")) {
            fleet.startGateway(second);
            PlacedCall live = answered(phone);
            fleet.upstream().answering(Answering.byHand());
            PlacedCall ringing = phone.invite(Cast.LOCAL);
            ringing.awaitRinging();

            // When
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                    () -> fleet.gateway(first).process().stop());
            Await.until("a 503 for OPTIONS", PATIENCE, () -> optionsStatus(phone), seen -> seen == 503);
            PlacedCall late = phone.invite(Cast.LOCAL);

            // Then
            assertThat(late.awaitEnded().status()).isEqualTo(503);
            assertThat(ringing.awaitEnded(PATIENCE).status()).isEqualTo(503);
            assertThat(status.join()).isZero();
            fleet.gateway(second).process().awaitError("its calls are adopted");
            terminateAll();
            live.awaitEnded(PATIENCE);
            fleet.provisioning().awaitChannels(account, 0);
        }
    }

    private int optionsStatus(Phone phone) {
        InetSocketAddress gateway = fleet.gateway(first).sip().address();
        return phone.request("OPTIONS", "sip:" + gateway.getHostString() + ":" + gateway.getPort())
                .join()
                .status();
    }

    @Test
    void shouldFreeTheChannelWhenNobodyVouchesForTheCallAndCorrectTheRecordLater() {
        // Given
        try (Phone phone = startGateway()) {
            PlacedCall call = answered(phone);
            fleet.provisioning().awaitChannels(account, 1);

            // When
            fleet.gateway(first).process().kill();

            // Then
            fleet.provisioning().awaitChannels(account, 0);
            CallRecord lost = records.await("a record", 1, this::isOurs).get(0);
            assertThat(lost.getCause()).isEqualTo(EndCause.LOST);
            assertThat(lost.getRevision()).isZero();
            fleet.restartGateway(first);
            fleet.provisioning().awaitChannels(account, 1);
            call.hangUp();
            call.awaitEnded();
            CallRecord corrected =
                    records.await("a corrected record", 2, this::isOurs).get(1);
            assertThat(corrected.getCallId()).isEqualTo(lost.getCallId());
            assertThat(corrected.getRevision()).isEqualTo(1);
            assertThat(corrected.getCause()).isEqualTo(EndCause.CALLER);
            assertThat(corrected.getEndedAt()).isAfter(lost.getEndedAt());
            fleet.provisioning().awaitChannels(account, 0);
        }
    }

    @Test
    void shouldEndTheCallWhenItsCallerDisappears() {
        // Given
        Phone phone = startGateway("--ping-seconds=" + PING_SECONDS);
        PlacedCall call = answered(phone);
        fleet.provisioning().awaitChannels(account, 1);

        // When
        Instant gone = Instant.now();
        phone.close();

        // Then
        Await.until(
                "the end of " + call.callId(),
                SILENCE.plusSeconds(PING_SECONDS).multipliedBy(2),
                () -> events.values(this::isOurEnd).size() == 1,
                events::print);
        CallEvent ended = events.values(this::isOurEnd).get(0);
        assertThat(((CallEnded) ended.getEvent()).getCause()).isEqualTo(EndCause.TIMED_OUT);
        System.out.println("ended " + Duration.between(gone, ended.getAt()).toMillis()
                + " ms after the caller had gone; interval " + PING_SECONDS + " s and 32 s");
        fleet.provisioning().awaitChannels(account, 0);
        fleet.upstream().calls().forEach(each -> each.awaitEnded(PATIENCE));
    }
}
