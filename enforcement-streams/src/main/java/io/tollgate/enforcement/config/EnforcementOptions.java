package io.tollgate.enforcement.config;

import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of this service: names, kinds, defaults. What each means is their own text. */
public final class EnforcementOptions {

    public static final Setting<Optional<HostPort>> HTTP = Setting.of(
            "http",
            Kind.orOff(Kind.listenAddress()),
            "127.0.0.1:8080",
            "Where the API and console listen; beyond loopback only with TOLLGATE_API_TOKEN.");

    public static final Setting<HostPort> HTTP_ADVERTISE = Setting.optional(
            "http-advertise",
            Kind.address(),
            "Where other streams processes reach this one's API; left out, the address of http, or this host's name where that is a wildcard.");

    public static final Setting<Integer> EVENT_CLIENTS = Setting.of(
            "event-clients", Kind.integer(1, 1_000), "50", "Most clients that may listen to /api/events at one time.");

    public static final Setting<Duration> EVENT_HISTORY = Setting.of(
            "event-history",
            Kind.duration(Duration.ZERO, Duration.ofDays(7)),
            "1h",
            "How far back a starting process reads what has happened, to explain it.");

    public static final Setting<Integer> INSTANCE = Setting.of(
            "streams-instance",
            Kind.integer(1, 999),
            "1",
            "Number of this streams process on its machine: its files are under DATA/streams-N.");

    public static final Setting<Integer> THREADS =
            Setting.of("stream-threads", Kind.integer(1, 64), "1", "Stream threads of this process.");

    public static final Setting<Integer> STANDBYS = Setting.of(
            "standby-replicas",
            Kind.integer(0, 3),
            "0",
            "Copies of each state kept warm on other streams processes; 1 where there are several.");

    public static final Setting<Duration> COMMIT_INTERVAL = Setting.of(
            "commit-interval",
            Kind.duration(Duration.ofMillis(1), Duration.ofSeconds(5)),
            "10ms",
            "How often results are committed, and so become visible to gateways.");

    public static final Setting<Duration> LINGER = Setting.of(
            "streams-linger",
            Kind.duration(Duration.ZERO, Duration.ofSeconds(1)),
            "0ms",
            "How long a result waits for others to be sent with.");

    /** An outage is noticed within two seconds; a grace that is not well above could be over before it is. */
    public static final Duration SHORTEST_GRACE = Duration.ofSeconds(5);

    public static final Setting<Duration> LEASE_GRACE = Setting.of(
            "lease-grace",
            Kind.duration(SHORTEST_GRACE, Duration.ofHours(1)),
            "30s",
            "How long a call is kept for another gateway to adopt it after its gateway's lease has run out.");

    public static final Setting<Integer> LEAST_PREFIX_DIGITS = Setting.of(
            "verdict-prefix-digits",
            Kind.integer(1, 15),
            "3",
            "Fewest digits of a destination prefix in a verdict that names no account.");

    public static final Setting<Integer> WIDEST_IPV4 = Setting.of(
            "verdict-network-ipv4",
            Kind.integer(0, 32),
            "16",
            "Widest IPv4 network, as prefix length, in a verdict that names no account.");

    public static final Setting<Integer> WIDEST_IPV6 = Setting.of(
            "verdict-network-ipv6",
            Kind.integer(0, 128),
            "32",
            "Widest IPv6 network, as prefix length, in a verdict that names no account.");

    /** Of the command alone: not what a service is told, but another thing to do. */
    public static final Setting<Boolean> REBUILD = Setting.flag(
            "rebuild", "Make up the balances anew from adjustments and call records, telling nobody, and end.");

    /** All of them, in the order of the README's table. */
    static final List<Setting<?>> OWN = List.of(
            HTTP,
            HTTP_ADVERTISE,
            EVENT_CLIENTS,
            EVENT_HISTORY,
            INSTANCE,
            THREADS,
            STANDBYS,
            COMMIT_INTERVAL,
            LINGER,
            LEASE_GRACE,
            LEAST_PREFIX_DIGITS,
            WIDEST_IPV4,
            WIDEST_IPV6);

    private EnforcementOptions() {}
}
