package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.identity.UnknownAccounts;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.SipTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of a gateway beside those that all processes share, and beside its sockets' limits. */
public final class GatewayOptions {
    private static final Kind<String> DIGITS = Kind.matching(Pattern.compile("[0-9]{1,8}"), "up to 8 digits");
    private static final Kind<Integer> REFUSAL = Kind.integer(400, 699);

    public static final Setting<HostPort> SIP =
            Setting.of("sip", Kind.listenAddress(), "127.0.0.1:5060", "Where SIP is spoken, over UDP and TCP.");

    public static final Setting<HostPort> SIPS =
            Setting.optional("sips", Kind.listenAddress(), "Where SIP is spoken over TLS.");

    public static final Setting<HostPort> ADVERTISE = Setting.optional(
            "advertise", Kind.address(), "What Record-Route and Path say; left out, the address of sip.");

    public static final Setting<HostPort> ADVERTISE_IPV6 =
            Setting.optional("advertise-ipv6", Kind.address(), "What they say to peers with IPv6; left out, the same.");

    public static final Setting<HostPort> ADVERTISE_SIPS = Setting.optional(
            "advertise-sips",
            Kind.address(),
            "What they say to peers on TLS; left out, the host of advertise and the" + " port of sips.");

    public static final Setting<HostPort> GATEWAY_ADDRESS = Setting.optional(
            "gateway-address",
            Kind.address(),
            "Where other gateways send SIP to this one; left out, the address of sip, unless that is a wildcard.");

    public static final Setting<List<SipTarget>> UPSTREAM = Setting.optional(
            "upstream",
            Kind.nonEmptyListOf(Kind.sipTarget()),
            "The proxies that customers' calls go to, the preferred first; up has a small one of its own.");

    public static final Setting<List<Network>> UPSTREAM_NETWORKS = Setting.of(
            "upstream-networks",
            Kind.listOf(NetworkKind.NETWORK),
            "",
            "More addresses that the upstream side calls from.");

    public static final Setting<List<Network>> TRUSTED_NETWORKS = Setting.of(
            "trusted-networks",
            Kind.listOf(NetworkKind.NETWORK),
            "",
            "Customers' networks whose P-Asserted-Identity, Diversion and History-Info are believed; the first is removed"
                    + " elsewhere.");

    public static final Setting<String> GATEWAY_ID = Setting.optional(
            "gateway-id",
            Kind.matching(
                    Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "up to 64 letters, digits, dots and dashes"),
            "Name of this gateway, unique in the cluster and kept over restarts; left out, made of host and SIP port.");

    public static final Setting<Path> SECRET_FILE = Setting.optional(
            "secret-file",
            Kind.path(),
            "One or two keys, one a line, that all gateways share: the first makes tokens, both are honoured.");

    public static final Setting<Optional<HostPort>> HTTP = Setting.of(
            "gateway-http",
            Kind.orOff(Kind.listenAddress()),
            "127.0.0.1:8090",
            "Where the gateway's own /health and /metrics are; up has it off unless named.");

    /** The same for a gateway inside {@code up}, which has a page for all of it already. */
    public static final Setting<Optional<HostPort>> HTTP_WITHIN_UP =
            Setting.of(HTTP.key(), HTTP.kind(), "off", HTTP.doc());

    public static final Setting<List<String>> INTERNATIONAL_PREFIXES = Setting.of(
            "international-prefixes", Kind.listOf(DIGITS), "00", "What is dialled in place of +, such as 00 or 011.");

    public static final Setting<String> NATIONAL_PREFIX =
            Setting.optional("national-prefix", DIGITS, "What is dialled before a number of another area, such as 0.");

    public static final Setting<String> COUNTRY_CODE = Setting.optional(
            "country-code", DIGITS, "Put before national numbers; left out, they are taken as they are dialled.");

    public static final Setting<UnknownAccounts> UNKNOWN_ACCOUNTS = Setting.of(
            "unknown-accounts",
            Kind.oneOf(UnknownAccounts.class),
            "admit",
            "What becomes of calls under a name that no account has.");

    public static final Setting<Integer> RINGING_SECONDS = Setting.of(
            "ringing-seconds",
            Kind.integer(181, 3_600),
            "200",
            "How long a call rings from its last provisional response until it is cancelled (Timer C).");

    public static final Setting<Integer> EARLY_SECONDS = Setting.of(
            "early-seconds",
            Kind.integer(181, 86_400),
            "1800",
            "How long a call may ring, with or without early media, however often a provisional response comes.");

    public static final Setting<Integer> DECISION_MILLIS = Setting.of(
            "decision-millis",
            Kind.integer(1, 30_000),
            "500",
            "Longest wait for an Admission; then the account's admitWithoutDecision decides.");

    public static final Setting<Integer> UNCONFIRMED_SECONDS = Setting.of(
            "unconfirmed-seconds",
            Kind.integer(1, 86_400),
            "30",
            "How long a metered call runs from its answer while nobody says how long it is paid.");

    public static final Setting<Integer> PING_SECONDS = Setting.of(
            "ping-seconds",
            Kind.integer(5, 86_400),
            "120",
            "How often both parties of an answered call are asked by OPTIONS whether it still lives.");

    public static final Setting<Integer> DRAIN_SECONDS = Setting.of(
            "drain-seconds",
            Kind.integer(0, 3_600),
            "10",
            "How long a gateway that is told to stop waits for calls that ring; it then refuses them as in overload.");

    public static final Setting<Integer> REFUSAL_BLACKLISTED =
            Setting.of("refusal-blacklisted", REFUSAL, "403", "Response to a blacklisted call.");

    public static final Setting<Integer> REFUSAL_CHANNEL_LIMIT =
            Setting.of("refusal-channel-limit", REFUSAL, "486", "Response to a call over the channel limit.");

    public static final Setting<Integer> REFUSAL_NO_BALANCE =
            Setting.of("refusal-no-balance", REFUSAL, "402", "Response to a call without balance.");

    public static final Setting<Integer> REFUSAL_ACCOUNT_DISABLED =
            Setting.of("refusal-account-disabled", REFUSAL, "403", "Response to a call of a disabled account.");

    public static final Setting<Integer> REFUSAL_UNRATED_DESTINATION = Setting.of(
            "refusal-unrated-destination", REFUSAL, "403", "Response to a call to a destination without a rate.");

    public static final Setting<Integer> REFUSAL_NOT_ADMITTED =
            Setting.of("refusal-not-admitted", REFUSAL, "480", "Response to a call that nobody decided in time.");

    public static final Setting<Integer> REFUSAL_OVERLOAD = Setting.of(
            "refusal-overload", REFUSAL, "503", "Response to INVITEs when the gateway starts, drains or is full.");

    public static final Setting<Integer> RETRY_AFTER_SECONDS =
            Setting.of("retry-after-seconds", Kind.integer(1, 3_600), "5", "Retry-After of the response to overload.");

    public static final Setting<Integer> EVENTS_PER_SOURCE = Setting.of(
            "events-per-source-per-second",
            Kind.integer(1, 1_000_000),
            "100",
            "Refused and unproven attempts of one source that are published, for each shard; the rest is counted.");

    public static final Setting<Integer> EVENTS_BURST = Setting.of(
            "events-per-source-burst",
            Kind.integer(1, 1_000_000),
            "200",
            "Such attempts of one source that are published at once, for each shard.");

    public static final Setting<Integer> EVENTS_TOTAL = Setting.of(
            "events-unproven-per-second",
            Kind.integer(1, 1_000_000),
            "2000",
            "Such attempts of all sources that are published, for each shard.");

    public static final Setting<Integer> EVENT_QUEUE = Setting.of(
            "event-queue",
            Kind.integer(1_000, 10_000_000),
            "1000000",
            "Most call events that wait for Kafka, on disk at some 400 bytes each; from nine tenths on new calls are"
                    + " refused as overload.");

    public static final Setting<Integer> HEARTBEAT_MILLIS = Setting.of(
            "heartbeat-millis", Kind.integer(100, 60_000), "1000", "Pause between two heartbeats of this gateway.");

    public static final Setting<Integer> LEASE_MILLIS = Setting.of(
            "lease-millis",
            Kind.integer(1_000, 600_000),
            "10000",
            "How long after its last heartbeat a gateway's calls are taken for alive.");

    public static final Setting<Integer> KAFKA_PATIENCE_SECONDS = Setting.of(
            "kafka-patience-seconds",
            Kind.integer(1, 60),
            "5",
            "How long a starting gateway waits for Kafka before it takes calls by its own copy of what it was told.");

    public static final Setting<Integer> SHARDS = Setting.of(
            "shards", Kind.integer(0, 64), "0", "Threads that calls are spread over; 0: one for each processor.");

    public static final Setting<Integer> MAX_CALLS = Setting.of(
            "max-calls",
            Kind.integer(1, 10_000_000),
            "100000",
            "Most calls at one time; more are refused as overload.");

    public static final Setting<Integer> MAX_REGISTRATIONS = Setting.of(
            "max-registrations",
            Kind.integer(0, 10_000_000),
            "100000",
            "Most registered devices whose flow proves their account; 0: no flow does.");

    public static final Setting<Boolean> OBSERVE =
            Setting.flag("observe", "Decide and publish, but refuse and end nothing.");

    /** Where streams beside plain TCP are accepted. */
    public static final List<Setting<HostPort>> STREAM_LISTENERS =
            List.of(SIPS, TransportOptions.WS, TransportOptions.WSS);

    private static final List<Setting<?>> BUT_HTTP = List.of(
            SIP,
            SIPS,
            ADVERTISE,
            ADVERTISE_IPV6,
            ADVERTISE_SIPS,
            GATEWAY_ADDRESS,
            UPSTREAM,
            UPSTREAM_NETWORKS,
            TRUSTED_NETWORKS,
            GATEWAY_ID,
            SECRET_FILE,
            INTERNATIONAL_PREFIXES,
            NATIONAL_PREFIX,
            COUNTRY_CODE,
            UNKNOWN_ACCOUNTS,
            OBSERVE,
            RINGING_SECONDS,
            EARLY_SECONDS,
            DECISION_MILLIS,
            UNCONFIRMED_SECONDS,
            PING_SECONDS,
            DRAIN_SECONDS,
            REFUSAL_BLACKLISTED,
            REFUSAL_CHANNEL_LIMIT,
            REFUSAL_NO_BALANCE,
            REFUSAL_ACCOUNT_DISABLED,
            REFUSAL_UNRATED_DESTINATION,
            REFUSAL_NOT_ADMITTED,
            REFUSAL_OVERLOAD,
            RETRY_AFTER_SECONDS,
            SHARDS,
            MAX_CALLS,
            MAX_REGISTRATIONS,
            EVENTS_PER_SOURCE,
            EVENTS_BURST,
            EVENTS_TOTAL,
            EVENT_QUEUE,
            HEARTBEAT_MILLIS,
            LEASE_MILLIS,
            KAFKA_PATIENCE_SECONDS);

    /** Those of {@code tollgate gateway}, in the order of the README's table. */
    public static final List<Setting<?>> OWN = with(HTTP);

    /** Those of a gateway inside {@code tollgate up}. */
    public static final List<Setting<?>> OWN_WITHIN_UP = with(HTTP_WITHIN_UP);

    private GatewayOptions() {}

    private static List<Setting<?>> with(Setting<?> http) {
        List<Setting<?>> all = new ArrayList<>(BUT_HTTP);
        all.add(all.indexOf(INTERNATIONAL_PREFIXES), http);
        all.addAll(all.indexOf(UNKNOWN_ACCOUNTS), IdentityOptions.OWN);
        all.addAll(all.indexOf(TRUSTED_NETWORKS), UpstreamOptions.OWN);
        all.addAll(DefenceOptions.OWN);
        all.addAll(TransportOptions.OWN);
        all.addAll(HepSettings.OWN);
        return List.copyOf(all);
    }
}
