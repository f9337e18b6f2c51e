package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BalanceAdjustment;
import io.tollgate.Rate;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Rates and adjustments that cannot be right are set aside with their reason, and cost nobody anything. */
class MoneyRejectionSystemTest {

    private static final long CREDIT = 5_000;
    private static final Tariff BY_SECOND = Tariff.bySecond(1_000);

    private final Cluster cluster = Cluster.shared();
    private final Billing billing = cluster.billing();

    @Test
    void shouldSetAsideAdjustmentInAnotherCurrency() {
        // Given
        String account = "rejection-currency";
        billing.open(account, BY_SECOND, CREDIT);
        BalanceAdjustment dollars =
                Billing.adjustment(account, 7).setCurrency("USD").build();

        // When
        RecordMetadata written = billing.adjust(dollars);

        // Then
        assertSetAside(written, Topics.BALANCE_ADJUSTMENTS, dollars);
        billing.topUp(account, 1);
        cluster.awaitBalance(account, CREDIT + 1);
    }

    @Test
    void shouldSetAsideAdjustmentThatTheSumCannotHold() {
        // Given
        String account = "rejection-overflow";
        billing.open(account, BY_SECOND, CREDIT);
        BalanceAdjustment tooMuch = Billing.adjustment(account, Long.MAX_VALUE).build();

        // When
        RecordMetadata written = billing.adjust(tooMuch);

        // Then
        assertSetAside(written, Topics.BALANCE_ADJUSTMENTS, tooMuch);
        billing.topUp(account, 1);
        cluster.awaitBalance(account, CREDIT + 1);
    }

    @Test
    void shouldSetAsideAdjustmentInAnotherCurrencyThatCameBeforeItsAccount() {
        // Given
        String account = "rejection-before-account";
        BalanceAdjustment dollars =
                Billing.adjustment(account, 7).setCurrency("USD").build();
        RecordMetadata written = billing.adjust(dollars);

        // When
        billing.open(account, BY_SECOND, CREDIT);

        // Then
        assertSetAside(written, Topics.BALANCE_ADJUSTMENTS, dollars);
        cluster.awaitBalance(account, CREDIT);
    }

    @Test
    void shouldKeepTheRateThatHeldWhenTheNextOneIsInvalid() {
        // Given
        Tariff tariff = Tariff.bySecond(1_001);
        String plan = billing.plan(tariff);
        Rate negative =
                tariff.rate(plan, Billing.PREFIX).setIncrementSeconds(-6).build();

        // When
        RecordMetadata written = cluster.publisher().publish(Topics.RATES, plan + "/" + Billing.PREFIX, negative);

        // Then
        assertSetAside(written, Topics.RATES, negative);
        billing.open("rejection-rate", tariff, 10 * CREDIT);
        billing.assertCallPasses("rejection-rate");
    }

    private void assertSetAside(RecordMetadata written, Topic topic, SpecificRecord record) {
        SetAside rejected = new SetAside(cluster.rejectedInput());
        Await.until(
                record + " among the rejected",
                Cluster.PATIENCE,
                () -> !rejected.of(written).isEmpty(),
                cluster.rejectedInput()::print);
        ConsumerRecord<String, byte[]> copy = rejected.of(written).get(0);
        assertThat(copy.value()).isEqualTo(cluster.publisher().encoded(topic, record));
        assertThat(SetAside.reason(copy)).isNotBlank();
    }
}
