package io.tollgate.enforcement;

import static io.tollgate.enforcement.Rulings.AT;
import static io.tollgate.enforcement.Rulings.ended;
import static io.tollgate.enforcement.Rulings.entry;
import static io.tollgate.enforcement.Rulings.event;
import static io.tollgate.enforcement.Rulings.record;
import static io.tollgate.enforcement.Rulings.refused;
import static io.tollgate.enforcement.Rulings.state;
import static io.tollgate.enforcement.Rulings.termination;
import static io.tollgate.enforcement.Rulings.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.BlacklistReason;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CreditModel;
import io.tollgate.EndCause;
import io.tollgate.Leg;
import io.tollgate.LegClosed;
import io.tollgate.RefusalReason;
import io.tollgate.TerminationReason;
import io.tollgate.enforcement.api.Events;
import io.tollgate.enforcement.feed.Decisions;
import io.tollgate.enforcement.feed.Heard;
import io.tollgate.enforcement.feed.Observed;
import io.tollgate.schemas.topic.Topics;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Why calls were refused or ended, and what observing would have saved, as the API tells it. */
class DecisionsTest {

    private final Decisions decisions = new Decisions();
    private final Observed observed = new Observed(Clock.fixed(AT.plusSeconds(600), ZoneOffset.UTC));
    private final TestTopology topology = new TestTopology();
    private final TestApi api = TestApi.over(topology, new Events("e", 2, () -> {}), decisions, observed);

    @AfterEach
    void close() {
        api.close();
        topology.close();
    }

    @Test
    void shouldSayWhichVerdictEndedACallAndWhatBecameOfItsLegs() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 2, new CallAnswered()));
        hear(verdict("v1"));
        hear(termination("v1", TerminationReason.FRAUD_VERDICT, AT.plusSeconds(60), "14 premium calls in 60 s", "v1"));
        hear(event("c1", 61, ended("v1", TerminationReason.FRAUD_VERDICT)));
        hear(event("c1", 61, new LegClosed("v1", Leg.CALLER, 200, 1_500L)));
        hear(event("c1", 61, new LegClosed("v1", Leg.CALLEE, null, 2_500L)));

        // When
        var why = api.read("/api/calls/c1/why");

        // Then
        assertThat(why.get("outcome").textValue()).isEqualTo("TERMINATED");
        assertThat(why.get("reason").textValue()).isEqualTo("FRAUD_VERDICT");
        assertThat(why.get("rule").textValue()).isEqualTo("verdict");
        assertThat(why.get("verdictId").textValue()).isEqualTo("v1");
        assertThat(why.get("orderedBy").textValue()).isEqualTo("fraud-scoring");
        assertThat(why.get("detail").textValue()).isEqualTo("14 premium calls in 60 s");
        assertThat(why.get("dueAt").textValue()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(why.get("legs").get(0).get("elapsedMicros").longValue()).isEqualTo(1_500);
        assertThat(why.get("legs").get(1).get("sipStatus").isNull()).isTrue();
        assertThat(why.get("explanation").textValue())
                .isEqualTo("Terminated by fraud-scoring: 14 premium calls in 60 s.");
        assertThat(api.read("/api/calls/sip-c1/why")).isEqualTo(why);
    }

    @Test
    void shouldSayWhichCallsHeldTheChannelsWhenOneIsRefused() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c2", 1, new CallAttempted()));
        hear(state(2, 2));
        hear(entry("channel-limit:bob", null, BlacklistReason.CHANNEL_LIMIT));
        hear(event("c3", 2, refused(486, RefusalReason.CHANNEL_LIMIT, "channel-limit:bob")));
        hear(BlacklistEntry.class, "channel-limit:bob", null);

        // When
        var why = api.read("/api/calls/c3/why");

        // Then
        assertThat(why.get("outcome").textValue()).isEqualTo("REFUSED");
        assertThat(why.get("sipStatus").intValue()).isEqualTo(486);
        assertThat(why.get("rule").textValue()).isEqualTo("channelLimit");
        assertThat(why.get("measured").longValue()).isEqualTo(2);
        assertThat(why.get("limit").longValue()).isEqualTo(2);
        assertThat(why.get("unit").textValue()).isEqualTo("channels");
        assertThat(why.get("calls").toString()).isEqualTo("[\"c1\",\"c2\"]");
        assertThat(why.get("orderedBy").textValue()).isEqualTo("tollgate");
        assertThat(why.get("blacklistEntryId").textValue()).isEqualTo("channel-limit:bob");
        assertThat(why.get("explanation").textValue()).isEqualTo("Refused: account 'bob' had 2 of 2 channels in use.");
    }

    @Test
    void shouldSayWhichEntryRefusedACall() throws Exception {
        // Given
        hear(entry("e1", "49", BlacklistReason.OPERATOR));
        hear(event("c1", 0, refused(403, RefusalReason.BLACKLISTED, "e1")));

        // When
        var why = api.read("/api/calls/c1/why");

        // Then
        assertThat(why.get("blacklistEntry").get("destinationPrefix").textValue())
                .isEqualTo("49");
        assertThat(why.get("explanation").textValue())
                .isEqualTo("Refused: the blacklist has an entry for account 'bob' for prefix 49 by night shift: test.");
    }

    @Test
    void shouldListTheLastDecisionsFirst() throws Exception {
        // Given
        hear(event("c1", 0, refused(402, RefusalReason.NO_BALANCE, null)));
        hear(event("c2", 1, refused(403, RefusalReason.UNRATED_DESTINATION, null)));

        // When
        var all = api.read("/api/decisions");

        // Then
        assertThat(TestApi.texts(all, "callId")).containsExactly("c2", "c1");
        assertThat(TestApi.texts(api.read("/api/decisions?limit=1&account=bob"), "callId"))
                .containsExactly("c2");
        assertThat(api.read("/api/decisions?account=alice")).isEmpty();
    }

    @Test
    void shouldListTheLimitsThatWhyTells() throws Exception {
        // Given
        topology.send(
                Topics.ACCOUNTS,
                "bob",
                Account.newBuilder()
                        .setAccount("bob")
                        .setCreditModel(CreditModel.POSTPAID)
                        .setCreditLimit(700)
                        .setMaxCallSeconds(90)
                        .build());
        hear(event("c1", 90, ended("max-duration:c1", TerminationReason.MAX_DURATION)));
        hear(event("c2", 91, ended("balance:c2", TerminationReason.BALANCE_EXHAUSTED)));

        // When
        var all = api.read("/api/decisions");

        // Then
        assertThat(all.get(0)).isEqualTo(api.read("/api/calls/c2/why"));
        assertThat(all.get(0).get("limit").longValue()).isEqualTo(-700);
        assertThat(all.get(1)).isEqualTo(api.read("/api/calls/c1/why"));
        assertThat(all.get(1).get("limit").longValue()).isEqualTo(90);
        assertThat(all.get(1).get("explanation").textValue()).endsWith("account 'bob' may call for 90 s.");
    }

    @Test
    void shouldRefuseALimitThatIsNone() throws Exception {
        for (var limit : new String[] {"0", "1001", "many", ""}) {
            // When
            var response = api.get("/api/decisions?limit=" + limit);

            // Then
            assertThat(response.statusCode()).as(limit).isEqualTo(400);
            assertThat(response.body()).contains("\"field\":\"limit\"");
        }
    }

    @Test
    void shouldAnswer404WhenNothingWasDecidedAboutACall() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 1, new CallEnded(EndCause.CALLER, null, null, null)));

        // When
        var why = api.get("/api/calls/c1/why");

        // Then
        assertThat(why.statusCode()).isEqualTo(404);
        assertThat(api.error(why)).contains("c1");
    }

    @Test
    void shouldReportWhatACallCostAfterItWouldHaveBeenEnded() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 0, new CallAnswered()));
        hear(termination("v1", TerminationReason.FRAUD_VERDICT, AT.plusSeconds(60), "", "v1"));
        hear(event("c1", 180, new CallEnded(EndCause.CALLER, null, null, null)));
        hear(record("c1", 180, 900, 0));

        // When
        var report = api.read("/api/observed");

        // Then
        assertThat(report.toString())
                .isEqualTo("[{\"account\":\"bob\",\"outcome\":\"TERMINATED\",\"reason\":\"FRAUD_VERDICT\","
                        + "\"currency\":\"EUR\",\"calls\":1,\"running\":0,\"seconds\":120,\"saved\":600}]");
        assertThat(api.read("/api/observed?account=alice")).isEmpty();
    }

    @Test
    void shouldReportTheWholeOfACallThatWouldHaveBeenRefused() throws Exception {
        // Given
        hear(entry("e1", "49", BlacklistReason.FRAUD_VERDICT));
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 0, new CallAnswered()));
        hear(event("c1", 60, new CallEnded(EndCause.CALLER, null, null, null)));
        hear(record("c1", 60, 900, 0));

        // When
        var line = api.read("/api/observed").get(0);

        // Then
        assertThat(line.get("outcome").textValue()).isEqualTo("REFUSED");
        assertThat(line.get("reason").textValue()).isEqualTo("BLACKLISTED");
        assertThat(line.get("saved").longValue()).isEqualTo(900);
    }

    @Test
    void shouldReportWhatCouldNotBePaidWhenTheMoneyIsGone() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 0, new CallAnswered()));
        hear(termination("b", TerminationReason.BALANCE_EXHAUSTED, AT.plusSeconds(60), "", null));
        hear(event("c1", 120, new CallEnded(EndCause.CALLEE, null, null, null)));
        hear(record("c1", 120, 300, 310));

        // When
        var line = api.read("/api/observed").get(0);

        // Then
        assertThat(line.get("seconds").longValue()).isEqualTo(60);
        assertThat(line.get("saved").longValue()).isEqualTo(310);
    }

    @Test
    void shouldCountNothingThatWasCarriedOutOrEndedInTime() throws Exception {
        // Given: ended as ordered; ended by itself as it was due; an order that was withdrawn
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c2", 0, new CallAttempted()));
        hear(termination("t1", TerminationReason.OPERATOR, AT.plusSeconds(10), "", null));
        hear(event("c1", 10, ended("t1", TerminationReason.OPERATOR)));
        hear(record("c1", 10, 5, 0));
        hear(event("c2", 11, new CallEnded(EndCause.CALLER, null, null, null)));
        hear(record("c2", 11, 5, 0));
        hear(event("c3", 20, new CallAttempted()));
        hear(termination("t3", TerminationReason.OPERATOR, AT.plusSeconds(30), "", null));
        var withdrawn = termination("t3", TerminationReason.OPERATOR, null, "", null);
        withdrawn.setRevision(1);
        hear(withdrawn);
        hear(event("c3", 90, new CallEnded(EndCause.CALLER, null, null, null)));
        hear(record("c3", 90, 5, 0));

        // When / Then
        assertThat(api.read("/api/observed")).isEmpty();
    }

    @Test
    void shouldShowCallsThatGoOnAsRunning() throws Exception {
        // Given
        hear(event("c1", 0, new CallAttempted()));
        hear(event("c1", 0, new CallAnswered()));
        hear(Admission.newBuilder()
                .setCallId("c1")
                .setAccount("bob")
                .setGatewayId("g")
                .setAdmitted(false)
                .setReason(RefusalReason.CHANNEL_LIMIT)
                .setActiveChannels(2)
                .setAt(AT)
                .build());

        // When
        var line = api.read("/api/observed").get(0);

        // Then
        assertThat(line.get("running").longValue()).isEqualTo(1);
        assertThat(line.get("calls").longValue()).isZero();
        assertThat(line.get("seconds").longValue()).isEqualTo(600);
    }

    private void hear(SpecificRecord record) {
        var id = record instanceof BlacklistEntry entry ? entry.getEntryId() : "key";
        hear(record.getClass().asSubclass(SpecificRecord.class), id, record);
    }

    private void hear(Class<? extends SpecificRecord> type, String key, @Nullable SpecificRecord record) {
        var heard = new Heard(type, key, record, AT, true);
        decisions.hear(heard);
        observed.hear(heard);
    }
}
