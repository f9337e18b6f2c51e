package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;

/** How the gateway deals with upstream proxies that do not serve, as settings. */
final class UpstreamOptions {
    static final Setting<Integer> CHECK_SECONDS = Setting.optional(
            "upstream-check-seconds",
            Kind.integer(0, 3_600),
            "How often each upstream is asked by OPTIONS whether it serves, 0 for never; left out, 10 where there are"
                    + " several.");

    static final Setting<Integer> FAILURES = Setting.of(
            "upstream-failures",
            Kind.integer(1, 1_000),
            "3",
            "Failures in a row after which an upstream is asked last; one answer ends that.");

    static final Setting<Integer> PATIENCE_MILLIS = Setting.of(
            "upstream-patience-millis",
            Kind.integer(100, 31_000),
            "4000",
            "How long an upstream may be silent before the next one is tried.");

    static final Setting<Integer> TRIES = Setting.of(
            "upstream-tries", Kind.integer(1, 16), "4", "To how many upstream addresses one request is sent at most.");

    private static final int DNS_PORT = 53;

    /** An address, since a name would need what it is to find. */
    static final Setting<List<HostPort>> DNS_SERVERS = Setting.of(
            "dns-servers",
            Kind.listOf(new Kind<>("HOST or HOST:PORT of a DNS server", UpstreamOptions::dnsServer)),
            "",
            "Who is asked for the upstream's names; left out, the system's servers.");

    static final List<Setting<?>> OWN = List.of(DNS_SERVERS, CHECK_SECONDS, FAILURES, PATIENCE_MILLIS, TRIES);

    private UpstreamOptions() {}

    private static HostPort dnsServer(String text) {
        boolean bareIpv6 = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
        boolean port = !bareIpv6 && text.lastIndexOf(':') > text.lastIndexOf(']');
        HostPort server = HostPort.parse(port ? text : (bareIpv6 ? "[" + text + "]" : text) + ":" + DNS_PORT);
        if (Network.parse(server.host()) == null) {
            throw new IllegalArgumentException(text);
        }
        return server;
    }

    static UpstreamPolicy of(Settings settings) {
        return new UpstreamPolicy(
                Duration.ofMillis(settings.value(PATIENCE_MILLIS)),
                settings.value(TRIES),
                settings.value(FAILURES),
                settings.optional(CHECK_SECONDS).map(Duration::ofSeconds).orElse(null));
    }
}
