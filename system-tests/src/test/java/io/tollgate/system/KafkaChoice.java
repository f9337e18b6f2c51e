package io.tollgate.system;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a cluster's broker and registry come from: {@code -Dtollgate.tests.kafka=containers} wants containers, and has them
 * if they can be had. Whoever did not ask pays nothing: Docker is looked for only then. Immutable but for what was said.
 */
final class KafkaChoice {

    static final String PROPERTY = "tollgate.tests.kafka";

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaChoice.class);
    private static final KafkaChoice HERE = new KafkaChoice(
            System.getProperty(PROPERTY, "embedded"),
            KafkaContainers::obstacle,
            why -> LOGGER.atWarn()
                    .addKeyValue("reason", why)
                    .log("embedded Kafka, although containers were asked for"));

    private final boolean containersAskedFor;
    private final Supplier<Optional<String>> obstacle;
    private final Consumer<String> log;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    KafkaChoice(String value, Supplier<Optional<String>> obstacle, Consumer<String> log) {
        if (!value.equals("containers") && !value.equals("embedded")) {
            throw new IllegalArgumentException("-D" + PROPERTY + "=" + value + ": embedded or containers");
        }
        this.containersAskedFor = value.equals("containers");
        this.obstacle = obstacle;
        this.log = log;
    }

    /** Of this test run. */
    static KafkaChoice here() {
        return HERE;
    }

    /** Whether to start containers; says so, once, if they were asked for and cannot be had. */
    boolean takesContainers() {
        if (!containersAskedFor) {
            return false;
        }
        Optional<String> why = obstacle.get();
        why.ifPresent(this::say);
        return why.isEmpty();
    }

    /** Says, once for each reason, that this cluster has the embedded broker whatever was asked for. */
    void keepEmbedded(OnlyEmbedded reason) {
        if (containersAskedFor) {
            say(reason.why());
        }
    }

    private void say(String why) {
        if (said.add(why)) {
            log.accept(why);
        }
    }

    /** What only the embedded broker can do. */
    enum OnlyEmbedded {
        STOPPED("the test stops the broker and starts it again over its directory"),
        KILLED("the broker is a process that tests kill"),
        SECURED("the broker asks the test's own authorizer"),
        BROUGHT_ALONG("tested is a command that brings its own broker");

        private final String why;

        OnlyEmbedded(String why) {
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
