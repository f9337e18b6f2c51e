package io.tollgate.gateway.metrics;

import io.tollgate.gateway.kafka.DialogJournal;
import io.tollgate.gateway.kafka.EventPublisher;
import io.tollgate.gateway.kafka.GatewayIdentity;
import io.tollgate.gateway.kafka.HeartbeatPublisher;
import io.tollgate.gateway.kafka.Phase;
import io.tollgate.gateway.kafka.TopicViews;
import io.tollgate.gateway.upstream.UpstreamAddress;
import io.tollgate.gateway.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a gateway's health together. Asked by any thread.
 *
 * @param phase asked each time
 * @param liveCalls asked each time
 * @param lease a heartbeat older than this leaves the gateway's calls without anyone to vouch for them
 */
public record GatewayHealth(
        GatewayIdentity gateway,
        Supplier<Phase> phase,
        IntSupplier liveCalls,
        Duration lease,
        EventPublisher events,
        DialogJournal journal,
        TopicViews views,
        HeartbeatPublisher heartbeats,
        Upstreams upstreams)
        implements Supplier<Health> {

    @Override
    public Health get() {
        Phase now = phase.get();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("gateway", gateway.id());
        facts.put("phase", now.name());
        facts.put("epoch", gateway.epoch());
        facts.put("startedAt", gateway.startedAt().toString());
        facts.put("liveCalls", liveCalls.getAsInt());
        return new Health(
                now == Phase.SERVING,
                facts,
                List.of(eventCheck(), dialogCheck(), viewCheck(), heartbeatCheck(), upstreamCheck()));
    }

    private Health.Check eventCheck() {
        String fault = events.fault();
        Duration oldest = events.oldest();
        boolean well = fault == null && !events.nearlyFull() && events.dropped() == 0 && events.rejected() == 0;
        return new Health.Check(
                "events",
                well,
                facts(
                        fault,
                        Map.of(
                                "waiting",
                                events.waiting(),
                                "stored",
                                events.stored(),
                                "oldestMillis",
                                oldest == null ? 0 : oldest.toMillis(),
                                "dropped",
                                events.dropped(),
                                "rejected",
                                events.rejected())));
    }

    private Health.Check dialogCheck() {
        String fault = journal.fault();
        return new Health.Check("dialogs", fault == null, facts(fault, Map.of("waiting", journal.waiting())));
    }

    private Health.Check viewCheck() {
        String fault = views.fault();
        boolean complete = views.caughtUp().isDone();
        Map<String, Object> told = new HashMap<>(Map.of(
                "complete", complete, "byCopy", views.byCopy(), "taken", views.taken(), "skipped", views.skipped()));
        Instant copiedAt = views.copiedAt();
        if (copiedAt != null) {
            told.put("copiedAt", copiedAt.toString());
        }
        return new Health.Check("views", fault == null && complete, facts(fault, told));
    }

    private Health.Check heartbeatCheck() {
        String fault = heartbeats.fault();
        Duration age = heartbeats.sinceAcknowledged();
        boolean fresh = age != null && age.compareTo(lease) < 0;
        return new Health.Check(
                "heartbeats",
                fault == null && fresh,
                facts(fault, age == null ? Map.of() : Map.of("ageMillis", age.toMillis())));
    }

    /** One that is down while another serves is unwell already: the next one to go takes the calls with it. */
    private Health.Check upstreamCheck() {
        Map<String, Object> told = new LinkedHashMap<>();
        boolean well = true;
        for (UpstreamAddress address : upstreams.now().addresses()) {
            boolean down = address.standing().down();
            well &= !down;
            told.put(address.flow().source(), down ? "DOWN" : "UP");
        }
        return new Health.Check("upstreams", well, told);
    }

    private static Map<String, Object> facts(@Nullable String fault, Map<String, Object> others) {
        Map<String, Object> facts = new HashMap<>(others);
        if (fault != null) {
            facts.put("fault", fault);
        }
        return facts;
    }
}
