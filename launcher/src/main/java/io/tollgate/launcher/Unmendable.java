package io.tollgate.launcher;

import io.tollgate.schemas.setting.Settings;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Kafka's answers that stay the same however long somebody waits, each with the setting to look at. A process that went on
 * trying would look like one whose Kafka is away. No state.
 */
final class Unmendable {

    private Unmendable() {}

    /** The fault to end with; empty where trying again may help. */
    static Optional<String> fault(KafkaException answer, String kafka, short replication) {
        String said = " (" + answer.getMessage() + ")";
        if (answer instanceof InvalidReplicationFactorException) {
            String expected = "no more replicas than there are brokers" + said;
            return Optional.of(Settings.fault("replication", String.valueOf(replication), expected));
        }
        if (answer instanceof AuthenticationException) {
            return fault(kafka, "a Kafka that accepts the credentials in kafka-properties" + said);
        }
        if (answer instanceof AuthorizationException) {
            return fault(kafka, "a Kafka that allows us to describe and create Tollgate's topics" + said);
        }
        if (answer instanceof PolicyViolationException || answer instanceof InvalidConfigurationException) {
            return fault(kafka, "a Kafka whose policy allows Tollgate's topics" + said);
        }
        if (answer instanceof UnsupportedVersionException) {
            return fault(kafka, "a Kafka that is new enough" + said);
        }
        return Optional.empty();
    }

    private static Optional<String> fault(String kafka, String expected) {
        return Optional.of(Settings.fault("kafka", kafka, expected));
    }
}
