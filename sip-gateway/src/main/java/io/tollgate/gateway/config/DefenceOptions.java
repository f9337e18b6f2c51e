package io.tollgate.gateway.config;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.identity.Network;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;

/** What strangers on the open network may cost, as settings. */
final class DefenceOptions {
    private static final int MOST = 1_000_000;

    static final Setting<Integer> REQUESTS_PER_SECOND = Setting.of(
            "source-requests-per-second",
            Kind.integer(1, MOST),
            "200",
            "Requests of one source that begin something and that nobody accepts; a source with more is blocked.");

    static final Setting<Integer> REQUESTS_BURST =
            Setting.of("source-requests-burst", Kind.integer(1, MOST), "1000", "Such requests of one source at once.");

    static final Setting<Integer> FAILURES_PER_MINUTE = Setting.of(
            "source-failures-per-minute",
            Kind.integer(1, MOST),
            "20",
            "Failed authentications of one source; a source with more is blocked.");

    static final Setting<Integer> FAILURES_BURST =
            Setting.of("source-failures-burst", Kind.integer(1, MOST), "20", "Failed authentications at once.");

    static final Setting<Integer> BLOCK_SECONDS = Setting.of(
            "source-block-seconds",
            Kind.integer(1, 60),
            "5",
            "How long a blocked source gets no answer; doubles with each repetition, eightfold at most.");

    static final Setting<Integer> BLACKLIST_SECONDS = Setting.of(
            "source-blacklist-seconds",
            Kind.integer(0, 86_400),
            "300",
            "How long all gateways refuse a blocked source, where what it sent cannot be forged, likewise; 0: never.");

    static final Setting<List<String>> SCANNER_AGENTS = Setting.of(
            "scanner-agents",
            Kind.listOf(Kind.text()),
            String.join(",", Defence.DEFAULTS.scannerAgents()),
            "Parts of a User-Agent or From's display name, in any case, whose senders get no answer.");

    static final Setting<List<Network>> EXEMPT_NETWORKS = Setting.of(
            "source-exempt-networks",
            Kind.listOf(NetworkKind.NETWORK),
            "",
            "Networks that are not judged as sources, such as a shared NAT or what ends TLS; proves nobody's identity.");

    static final Setting<Integer> OVERLOAD_DELAY_MILLIS = Setting.of(
            "overload-delay-millis",
            Kind.integer(10, 10_000),
            "400",
            "How long messages may wait for their shard before new calls are refused as overload.");

    static final List<Setting<?>> OWN = List.of(
            REQUESTS_PER_SECOND,
            REQUESTS_BURST,
            FAILURES_PER_MINUTE,
            FAILURES_BURST,
            BLOCK_SECONDS,
            BLACKLIST_SECONDS,
            SCANNER_AGENTS,
            EXEMPT_NETWORKS,
            OVERLOAD_DELAY_MILLIS);

    private DefenceOptions() {}

    static Defence of(Settings settings) {
        return new Defence(
                settings.value(REQUESTS_PER_SECOND),
                settings.value(REQUESTS_BURST),
                settings.value(FAILURES_PER_MINUTE),
                settings.value(FAILURES_BURST),
                Duration.ofSeconds(settings.value(BLOCK_SECONDS)),
                Duration.ofSeconds(settings.value(BLACKLIST_SECONDS)),
                settings.value(SCANNER_AGENTS),
                settings.value(EXEMPT_NETWORKS),
                Duration.ofMillis(settings.value(OVERLOAD_DELAY_MILLIS)));
    }
}
