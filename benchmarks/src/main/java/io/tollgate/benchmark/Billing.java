package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CreditModel;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.schemas.serde.AvroSerializer;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Billing and provisioning: rates, prepaid accounts and their money, with a stock producer. For one thread. */
final class Billing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaProducer<String, SpecificRecord> producer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;

    Billing(TollgateProcess tollgate) {
        AvroSerializer<SpecificRecord> serializer = new AvroSerializer<>();
        serializer.configure(Map.of("schema.registry.url", tollgate.ready("registry")), false);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", tollgate.ready("kafka"), "acks", "all", "linger.ms", 0),
                new StringSerializer(),
                serializer);
        api = tollgate.ready("http");
    }

    void rate(Tariff tariff, String plan, String prefix) {
        send(Topics.RATES, plan + "/" + prefix, tariff.rate(plan, prefix).build());
    }

    /** Puts money aside for an account; before {@link #account}, it is there from its first moment. */
    void topUp(String account, long amount) {
        BalanceAdjustment adjustment = BalanceAdjustment.newBuilder()
                .setAdjustmentId(UUID.randomUUID().toString())
                .setAccount(account)
                .setAmount(amount)
                .setAt(Instant.now())
                .setReason("benchmark")
                .build();
        send(Topics.BALANCE_ADJUSTMENTS, account, adjustment);
    }

    void account(String name, String plan) {
        Account account = Account.newBuilder()
                .setAccount(name)
                .setCreditModel(CreditModel.PREPAID)
                .setRatePlan(plan)
                .build();
        send(Topics.ACCOUNTS, name, account);
    }

    /** An account without money that may hold so many channels. */
    void limited(String name, int channels) {
        send(
                Topics.ACCOUNTS,
                name,
                Account.newBuilder().setAccount(name).setChannelLimit(channels).build());
    }

    /** An account without money that a source address proves, and that may hold so many channels. */
    void trunk(String name, String address, int channels) {
        send(
                Topics.ACCOUNTS,
                name,
                Account.newBuilder()
                        .setAccount(name)
                        .setTrunks(List.of(address))
                        .setChannelLimit(channels)
                        .build());
    }

    /** Waits until the API shows so many channels. */
    void awaitChannels(String account, int channels) {
        Await.until(
                channels + " channels of " + account,
                PATIENCE,
                () -> look("/api/accounts/" + account),
                seen -> seen.contains("\"activeChannels\":" + channels + ","));
    }

    /** Waits until the API shows this balance. */
    void awaitBalance(String account, long balance) {
        Await.until(
                "balance " + balance + " of " + account,
                PATIENCE,
                () -> look("/api/accounts/" + account),
                seen -> seen.contains("\"balance\":" + balance + ","));
    }

    /** Waits until these gateways know every account that was written so far: each partition is read in its order. */
    void awaitGateways(Hop... gateways) {
        producer.flush();
        for (var partition : producer.partitionsFor(Topics.ACCOUNTS.name())) {
            String name = "marker-" + UUID.randomUUID();
            Account marker =
                    Account.newBuilder().setAccount(name).setEnabled(false).build();
            producer.send(new ProducerRecord<>(Topics.ACCOUNTS.name(), partition.partition(), name, marker));
            for (Hop gateway : gateways) {
                try (Phone phone = Phone.of(name).proxy(gateway).open()) {
                    Await.until(
                            "marker of partition " + partition.partition(),
                            PATIENCE,
                            () -> phone.register().get().status(),
                            status -> status == 403);
                }
            }
        }
    }

    private void send(Topic topic, String key, SpecificRecord record) {
        producer.send(new ProducerRecord<>(topic.name(), key, record), (metadata, failure) -> {
            if (failure != null) {
                System.err.println("Kafka did not take a record for " + topic.name() + ": " + failure);
            }
        });
    }

    private String look(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + path)).build();
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
