package io.tollgate.launcher;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.FraudVerdict;
import io.tollgate.Rate;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topics;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the operator's own systems do in the demo: provisioning writes accounts, billing writes rates and money, fraud
 * detection writes verdicts, with nothing but a Kafka client. Used by one thread.
 */
final class DemoRecords implements AutoCloseable {

    private final KafkaProducer<String, SpecificRecord> producer;
    private final DemoLook look;

    /**
     * Connects.
     *
     * @param look where it is seen that enforcement-streams know what was written
     */
    DemoRecords(HostPort kafka, URI registry, DemoLook look) {
        this.look = look;
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                kafka.toString(),
                "acks",
                "all",
                "linger.ms",
                0,
                "delivery.timeout.ms",
                20_000,
                "request.timeout.ms",
                10_000);
        this.producer = new KafkaProducer<>(
                configuration, new StringSerializer(), new AvroSerializer<>(new HttpSchemaRegistry(registry)));
    }

    /** Provisions an account with so many channels and waits until enforcement-streams know it. */
    void provision(String account, int channelLimit) {
        write(Account.newBuilder().setAccount(account).setChannelLimit(channelLimit));
        look.await("/api/accounts/" + account, "\"channelLimit\":" + channelLimit);
    }

    /** A price for every number that begins so: in micro-units, for each second that begins. */
    void rate(String plan, String prefix, long pricePerSecond) {
        Rate rate = Rate.newBuilder()
                .setPlan(plan)
                .setPrefix(prefix)
                .setPricePerMinute(60 * pricePerSecond)
                .build();
        send(Topics.RATES.name(), plan + "/" + prefix, rate);
    }

    /** Opens a prepaid account with so much money and waits until enforcement-streams know both. */
    RecordMetadata open(String account, String plan, long money) {
        topUp(account, money);
        RecordMetadata written = write(Account.newBuilder()
                .setAccount(account)
                .setCreditModel(CreditModel.PREPAID)
                .setRatePlan(plan));
        look.await("/api/accounts/" + account, "\"balance\":" + money + ",");
        return written;
    }

    /** Puts money into an account. */
    void topUp(String account, long money) {
        BalanceAdjustment adjustment = BalanceAdjustment.newBuilder()
                .setAdjustmentId(UUID.randomUUID().toString())
                .setAccount(account)
                .setAmount(money)
                .setAt(Instant.now())
                .setReason("demo")
                .build();
        send(Topics.BALANCE_ADJUSTMENTS.name(), account, adjustment);
    }

    /**
     * Writes an account that is disabled behind another one's record. A partition is read in its order: who refuses the
     * one knows the other.
     *
     * @return its name
     */
    String closedAccountBehind(RecordMetadata written) {
        String name = "closed-" + UUID.randomUUID();
        Account closed = Account.newBuilder().setAccount(name).setEnabled(false).build();
        send(new ProducerRecord<>(Topics.ACCOUNTS.name(), written.partition(), name, closed));
        return name;
    }

    private RecordMetadata write(Account.Builder account) {
        return send(Topics.ACCOUNTS.name(), account.getAccount(), account.build());
    }

    /** A verdict for one call, by its SIP Call-ID. */
    void terminate(String sipCallId) {
        verdict(FraudVerdict.newBuilder().setAction(Action.TERMINATE).setCallId(sipCallId));
    }

    /** A verdict against a destination prefix, for everyone. */
    void blacklist(String prefix) {
        verdict(FraudVerdict.newBuilder().setAction(Action.BLACKLIST).setDestinationPrefix(prefix));
    }

    private void verdict(FraudVerdict.Builder verdict) {
        String id = UUID.randomUUID().toString();
        send(
                Topics.VERDICTS.name(),
                id,
                verdict.setVerdictId(id)
                        .setSource("fraud-watch")
                        .setIssuedAt(Instant.now())
                        .setReason("demo")
                        .build());
    }

    private RecordMetadata send(String topic, String key, SpecificRecord value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    private RecordMetadata send(ProducerRecord<String, SpecificRecord> record) {
        try {
            return producer.send(record).get(DemoLook.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot write to " + record.topic(), e);
        } catch (InterruptedException e) {
            throw DemoLook.interrupted(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
