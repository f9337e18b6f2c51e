import io.tollgate.Action;
import io.tollgate.FraudVerdict;
import io.tollgate.schemas.serde.AvroSerializer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ends an account's calls to a prefix and refuses the next ones: {@code PublishVerdict KAFKA REGISTRY ACCOUNT PREFIX}. */
class PublishVerdict {

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> client = Map.of(
                "bootstrap.servers", arguments[0],
                "schema.registry.url", arguments[1],
                "auto.register.schemas", false, // Tollgate registered it when it started
                "key.serializer", StringSerializer.class,
                "value.serializer", AvroSerializer.class,
                "acks", "all");
        FraudVerdict verdict = FraudVerdict.newBuilder()
                .setVerdictId(UUID.randomUUID().toString()) // the same id twice has the effect of once
                .setSource("my-fraud-system")
                .setIssuedAt(Instant.now())
                .setAction(Action.TERMINATE_AND_BLACKLIST)
                .setAccount(arguments[2])
                .setDestinationPrefix(arguments[3])
                .setExpiresAt(Instant.now().plusSeconds(3600))
                .setReason("traffic pumping")
                .build();
        try (KafkaProducer<String, FraudVerdict> producer = new KafkaProducer<>(client)) {
            producer.send(new ProducerRecord<>("tollgate.verdicts", verdict.getVerdictId(), verdict))
                    .get();
        }
        System.out.println("published " + verdict.getVerdictId());
    }
}
