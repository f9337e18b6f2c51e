package io.tollgate.benchmark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.account.AccountOutput;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.wire.Method;
import org.junit.jupiter.api.Test;

/** Each measures what it says; JMH itself is not run here. */
class MicroBenchmarksTest {
    private static final int MANY = 100;

    @Test
    void shouldViewWholeMessages() throws Exception {
        WireBenchmark wire = new WireBenchmark();
        assertThat(wire.invite().bodyLength()).isPositive();
        assertThat(wire.success().status()).isEqualTo(200);
        assertThat(wire.bye().method()).isEqualTo(Method.BYE);
        assertThat(wire.reading().caller()).isEqualTo("sip:alice@example.org");
    }

    @Test
    void shouldListNoNetworkThatCallersAreIn() {
        for (int i = 0; i < 10 * MANY; i++) {
            Network source = SampleEntries.entry(i).sourceNetwork();
            assertThat(source == null || source.v6() || source.low() >>> 31 == 1)
                    .isTrue();
        }
    }

    @Test
    void shouldAdmitAndRefuseByWhatIsListed() {
        AdmissionBenchmark admission = new AdmissionBenchmark();
        admission.entries = MANY;
        admission.fill();
        for (int i = 0; i < MANY; i++) {
            assertThat(admission.admitted()).isEqualTo(Ruling.ADMIT);
            assertThat(admission.restricted()).isEqualTo(Ruling.ADMIT);
            assertThat(admission.refused()).isInstanceOf(Ruling.Refuse.class);
        }
    }

    @Test
    void shouldKnowHalfTheAccountsByTheirTrunk() {
        IdentityBenchmark identity = new IdentityBenchmark();
        identity.accounts = MANY;
        identity.fill();
        assertThat(identity.trunk())
                .isInstanceOfSatisfying(
                        Identified.class, whose -> assertThat(whose.identity()).isEqualTo(Identity.TRUNK));
        assertThat(identity.named())
                .isInstanceOfSatisfying(
                        Identified.class, whose -> assertThat(whose.settings()).isNotNull());
    }

    @Test
    void shouldRecordEachCallThatIsDecided() {
        DecisionBenchmark decision = new DecisionBenchmark();
        decision.calls = 10;
        decision.metered = true;
        decision.fill();
        for (int i = 0; i < MANY; i++) {
            assertThat(decision.call()).hasAtLeastOneElementOfType(AccountOutput.RecordCall.class);
        }
    }

    @Test
    void shouldFindRatesAndCosts() {
        RatingBenchmark.Plan plan = new RatingBenchmark.Plan();
        plan.rates = MANY;
        plan.fill();
        RatingBenchmark rating = new RatingBenchmark();
        assertThat(rating.find(plan)).isPresent();
        assertThat(rating.cost().isPositive()).isTrue();
        assertThat(rating.secondsFor()).isPositive();
    }

    @Test
    void shouldReadBackWhatIsWritten() {
        SerdeBenchmark serde = new SerdeBenchmark();
        assertThat(serde.serialize()).hasSizeGreaterThan(100);
        assertThat(serde.deserialize().getAccount()).isEqualTo("alice");
    }
}
