package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.gateway.capture.SignallingCopies;
import io.tollgate.gateway.kafka.Adopter;
import io.tollgate.gateway.kafka.DialogJournal;
import io.tollgate.gateway.kafka.EventPublisher;
import io.tollgate.gateway.kafka.HeartbeatPublisher;
import io.tollgate.gateway.kafka.TopicViews;
import io.tollgate.gateway.kafka.VerdictPublisher;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.transport.CloseReason;
import io.tollgate.gateway.transport.SendFault;
import io.tollgate.gateway.transport.SipTransports;
import io.tollgate.gateway.transport.TransportCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The gateway's meters, in Prometheus's format. The parts count for themselves and know no metrics library; here their
 * numbers get names.
 *
 * <p>Names below have {@code tollgate_} before them and, where they count, {@code _total} behind; all carry the label
 * {@code gateway}. When nothing moves:
 *
 * <ul>
 *   <li>{@code sip_datagrams = sum over kind of sip_datagrams_by_kind} (message, keep_alive, junk)
 *   <li>{@code sip_connections_accepted + sip_connections_opened = sip_connections_open + sum over reason of
 *       sip_connections_closed}
 *   <li>{@code sip_sends = sip_sent + sum over fault of sip_unsent}, less what still waits
 *   <li>{@code hep_messages = hep_sent + hep_dropped}, but for those that wait
 *   <li>{@code events_accepted = events_acknowledged + events_rejected + events_waiting}; {@code events_dropped} were
 *       not accepted, and those that were found on the disk at the start were accepted then
 * </ul>
 *
 * <p>Set up by the wiring; read by any thread.
 */
public final class GatewayMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Micrometer holds counted objects weakly; a supplier that nobody else holds would be gone with the next collection. */
    private final Queue<LongSupplier> held = new ConcurrentLinkedQueue<>();

    public GatewayMetrics(String gatewayId) {
        registry.config().commonTags("gateway", gatewayId);
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Everything in Prometheus's text format. */
    public String scrape() {
        return registry.scrape();
    }

    /**
     * Shows a number that only grows.
     *
     * @param name dots between words, without {@code tollgate.}
     * @param tags names and values, by turns
     */
    public void count(String name, String description, LongSupplier value, String... tags) {
        held.add(value);
        FunctionCounter.builder("tollgate." + name, value, LongSupplier::getAsLong)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** Shows a number that comes and goes; NaN: not known. */
    public void gauge(String name, String description, DoubleSupplier value, String... tags) {
        Gauge.builder("tollgate." + name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    public void bind(SipTransports transports) {
        TransportCounters counters = transports.counters();
        count("sip.datagrams", "Datagrams received", counters::datagrams);
        String byKind = "Datagrams received, by what they were";
        count("sip.datagrams.by.kind", byKind, counters::datagramMessages, "kind", "message");
        count("sip.datagrams.by.kind", byKind, counters::datagramKeepAlives, "kind", "keep_alive");
        count("sip.datagrams.by.kind", byKind, counters::datagramJunk, "kind", "junk");
        count("sip.stream.messages", "Messages received over streams", counters::streamMessages);
        count("sip.stream.keep.alives", "Keep-alives answered on streams", counters::streamKeepAlives);
        count("sip.connections.accepted", "Connections that peers opened", counters::accepted);
        count("sip.connections.opened", "Connections that the gateway opened", counters::opened);
        gauge("sip.connections.open", "Connections open now", transports::openConnections);
        for (CloseReason reason : CloseReason.values()) {
            count(
                    "sip.connections.closed",
                    "Connections that ended, by why",
                    () -> counters.closed(reason),
                    "reason",
                    lower(reason));
        }
        count("sip.certificates.loaded", "Changed certificates that are in use since", counters::certificatesLoaded);
        count("sip.certificates.refused", "Changed certificates that could not be used", counters::certificatesRefused);
        gauge("sip.certificate.expires.seconds", "When the certificate for TLS ends, in epoch seconds", () -> {
            Instant expires = transports.certificateExpires();
            return expires == null ? Double.NaN : expires.getEpochSecond();
        });
        count("sip.sends", "Messages to be sent", counters::sends);
        count("sip.sent", "Messages handed to the network", counters::sent);
        for (SendFault fault : SendFault.values()) {
            count(
                    "sip.unsent",
                    "Messages not handed to the network, by why",
                    () -> counters.unsent(fault),
                    "fault",
                    lower(fault));
        }
        count("sip.sink.failures", "Messages that a bug kept from being taken", counters::sinkFailures);
    }

    public void bind(SignallingCopies copies) {
        count("hep.messages", "SIP messages of which a copy was to be sent", copies::taken);
        count("hep.sent", "Copies handed to the network", copies::sent);
        count("hep.dropped", "Copies lost: too many waited, too long, or not taken by the network", copies::dropped);
    }

    public void bind(EventPublisher events) {
        count("events.accepted", "Call events taken for Kafka", events::accepted);
        count("events.acknowledged", "Call events that Kafka has", events::acknowledged);
        count("events.rejected", "Call events that Kafka refused for good", events::rejected);
        count("events.dropped", "Call events not taken since too many waited", events::dropped);
        gauge("events.waiting", "Call events that Kafka does not have yet", events::waiting);
        gauge("events.stored", "Call events on the gateway's own disk", events::stored);
        gauge("events.oldest.seconds", "Age of the oldest call event that Kafka does not have", () -> {
            Duration age = events.oldest();
            return age == null ? 0 : age.toMillis() / 1_000.0;
        });
    }

    public void bind(VerdictPublisher verdicts) {
        count("verdicts.written", "Verdicts of this gateway on sources that Kafka has", verdicts::written);
        count("verdicts.dropped", "Such verdicts that Kafka did not take in time", verdicts::dropped);
    }

    public void bind(GatewayStore store) {
        gauge("store.bytes", "What the gateway keeps on its own disk, roughly", store::bytes);
    }

    public void bind(TopicViews views) {
        count("views.taken", "Records read from accounts, blacklist, terminations and admissions", views::taken);
        count("views.skipped", "Such records that could not be used", views::skipped);
        gauge(
                "views.complete",
                "1 when all was read that was there at the start",
                () -> views.caughtUp().isDone() ? 1 : 0);
        gauge(
                "views.by.copy",
                "1 while calls are decided by the gateway's own copy, since Kafka was not read yet",
                () -> views.byCopy() ? 1 : 0);
    }

    public void bind(DialogJournal journal, Adopter adopter) {
        gauge("dialogs.waiting", "Changes of kept calls that Kafka does not have yet", journal::waiting);
        count("dialogs.unkept", "Changes of calls that could not be kept", journal::unkept);
        count("calls.resumed", "Calls of a former life of this gateway that were taken up", journal::resumed);
        count("calls.adopted", "Calls of other gateways that were taken up", adopter::adopted);
        count("calls.relinquished", "Calls that another gateway has adopted", journal::relinquished);
    }

    public void bind(HeartbeatPublisher heartbeats) {
        gauge("heartbeat.age.seconds", "Time since Kafka had the last heartbeat", () -> {
            Duration age = heartbeats.sinceAcknowledged();
            return age == null ? Double.NaN : age.toMillis() / 1_000.0;
        });
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
