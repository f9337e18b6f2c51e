package io.tollgate.launcher;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What the operator's own systems do in the demo: provisioning writes accounts, fraud detection writes verdicts, with
 * nothing but a Kafka client. Used by one thread.
 */
final class DemoRecords implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaProducer<String, SpecificRecord> producer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String token;

    /**
     * Connects.
     *
     * @param api where accounts can be looked up
     * @param token what the API wants to see; empty: nothing
     */
    DemoRecords(HostPort kafka, URI registry, URI api, String token) {
        this.api = api;
        this.token = token;
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

    /** Provisions an account and waits until enforcement-streams know it. */
    void provision(String account, int channelLimit) {
        send(
                Topics.ACCOUNTS.name(),
                account,
                Account.newBuilder()
                        .setAccount(account)
                        .setChannelLimit(channelLimit)
                        .build());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String seen = "";
        while (System.nanoTime() < deadline) {
            seen = look("/api/accounts/" + account);
            if (seen.contains("\"channelLimit\":" + channelLimit)) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("account " + account + " is not known to Tollgate, it says: " + seen);
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

    private void send(String topic, String key, SpecificRecord value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot write to " + topic, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String look(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
