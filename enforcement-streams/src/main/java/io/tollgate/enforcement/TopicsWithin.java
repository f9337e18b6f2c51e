package io.tollgate.enforcement;

import io.tollgate.enforcement.config.StreamsProperties;
import io.tollgate.schemas.topic.Cleanup;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topic.Timestamps;
import java.time.Duration;
import java.util.List;

/** Topics between our own stages. */
final class TopicsWithin {

    /**
     * The rates that passed the door. A global store can only follow a topic that nobody else in the topology reads, and
     * what is invalid on the contract's topic has to be set aside by one who does.
     */
    static final Topic RATES = new Topic(
            StreamsProperties.APPLICATION_ID + "-rates",
            null,
            Cleanup.COMPACT,
            Duration.ofDays(1),
            Timestamps.CREATE_TIME,
            "plan/prefix",
            "As on the topic that they come from.");

    /**
     * Known by its id alone, which is that of the accounts' state: a rebuild makes another, so that no instance goes on with
     * what its disk has of the former one.
     */
    static final Topic STATE = empty("state");

    /** Is there from the first step of a rebuild to its last: what one leaves that was broken off is nobody's state. */
    static final Topic REBUILD_UNFINISHED = empty("rebuild-unfinished");

    /** Those that Kafka Streams does not make by itself and the service needs. */
    static final List<Topic> ALL = List.of(RATES, STATE);

    private TopicsWithin() {}

    private static Topic empty(String name) {
        return new Topic(
                StreamsProperties.APPLICATION_ID + "-" + name,
                null,
                Cleanup.DELETE,
                Duration.ofDays(1),
                Timestamps.CREATE_TIME,
                "nothing",
                "Never written to.");
    }

    /** The full name of one that Kafka Streams makes, to re-key. */
    static String named(String rekeyed) {
        return StreamsProperties.APPLICATION_ID + "-" + rekeyed + "-repartition";
    }
}
