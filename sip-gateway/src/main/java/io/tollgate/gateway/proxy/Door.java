package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.IssuedNonces;
import io.tollgate.gateway.admission.LiveFlows;
import io.tollgate.gateway.admission.LogBound;
import io.tollgate.gateway.admission.Scanners;
import io.tollgate.gateway.admission.SourceTable;
import io.tollgate.gateway.admission.SourceVerdict;
import io.tollgate.gateway.admission.SourceWatch;
import io.tollgate.gateway.admission.VerdictSink;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Span;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is heard at all. Most messages pass with one look into a table; only of a source that is over its bounds more is
 * asked. Never shut out: trunks, the upstream's side, flows in use by a proven call or a registration, emergency calls.
 *
 * <p>For all threads; nothing here blocks.
 */
final class Door implements SourceWatch {
    private static final Logger LOGGER = LoggerFactory.getLogger(Door.class);
    private static final byte[] INVITE = "INVITE ".getBytes(StandardCharsets.US_ASCII);

    /** A challenged call is two requests. So it is not the busy who are bounded, but those whom nobody wants. */
    private static final int OF_AN_ACCEPTED_CALL = 2;

    private final ProxyParts parts;
    private final Defence defence;
    private final VerdictSink verdicts;
    private final SourceTable sources;
    private final IssuedNonces nonces;
    private final IssuedNonces customers;
    private final Scanners scanners;
    private final EmergencyNumbers emergencies;
    private final LiveFlows live = new LiveFlows();
    private final LogBound logged;
    private final LogBound told;

    Door(ProxyParts parts) {
        this.parts = parts;
        this.defence = parts.defence();
        this.verdicts = parts.verdicts();
        SecureRandom random = new SecureRandom();
        this.sources = new SourceTable(defence, random.nextLong());
        this.nonces = new IssuedNonces(random.nextLong());
        this.customers = new IssuedNonces(random.nextLong());
        this.logged = new LogBound(random.nextLong());
        this.told = new LogBound(random.nextLong());
        this.scanners = new Scanners(defence.scannerAgents());
        this.emergencies = parts.emergencies();
    }

    /** Whether nothing of this source is heard; asked before anything is read of the message. */
    boolean shut(Flow from, byte[] bytes) {
        if (!sources.blocked(address(from), micros()) || privileged(from) || emergency(bytes)) {
            return false;
        }
        parts.counters().unheard.increment();
        return true;
    }

    /** Whether this message is passed over. */
    boolean passesOver(Flow from, SipMessage message) {
        if (!begins(message)) {
            return false;
        }
        boolean within = sources.take(address(from), micros());
        boolean scanner = scanner(message);
        if (within && !scanner || privileged(from) || emergency(message)) {
            return false;
        }
        if (!within || !forgeable(from)) {
            block(from, within ? BlockReason.SCANNER : BlockReason.RATE);
        } else if (parts.observe()) {
            parts.counters().observed.increment();
        }
        if (parts.observe()) {
            return false;
        }
        parts.counters().unheard.increment();
        return true;
    }

    /** Whether a request that cannot be read is worth an answer: it counts like one that begins something. */
    boolean answers(Flow from) {
        boolean within = sources.take(address(from), micros()) || privileged(from);
        if (!within) {
            block(from, BlockReason.RATE);
        }
        return within;
    }

    /** Whether it is a request that would start something. */
    static boolean begins(SipMessage message) {
        return message.isRequest()
                && message.method() != Method.ACK
                && message.method() != Method.CANCEL
                && message.toTag() == null;
    }

    /** From's user is an account's to choose; its display name is where some scanners sign. */
    private boolean scanner(SipMessage message) {
        Span from = message.value(HeaderName.FROM);
        return matches(message, message.value(HeaderName.USER_AGENT))
                || from != null && matches(message, displayName(message.bytes(), from));
    }

    private static Span displayName(byte[] bytes, Span from) {
        int end = from.start();
        while (end < from.end() && bytes[end] != '<') {
            end++;
        }
        return new Span(from.start(), end < from.end() ? end : from.start());
    }

    private boolean matches(SipMessage message, @Nullable Span value) {
        return value != null && scanners.match(message.bytes(), value.start(), value.end());
    }

    private boolean privileged(Flow from) {
        return exempt(from) || live.contains(from, micros()) || defence.exempts(address(from));
    }

    /**
     * By what the operator said, or by the seal of another gateway of the cluster. Such an address counts as proved too, which
     * that of {@link Defence#exempts} does not.
     */
    private boolean exempt(Flow from) {
        return parts.boundary().inside(from)
                || parts.accounts().isTrunk(address(from))
                || parts.places().sendsFrom(address(from));
    }

    private boolean emergency(SipMessage message) {
        return message.method() == Method.INVITE && emergencies.matches(message.targetText());
    }

    private boolean emergency(byte[] bytes) {
        int end = INVITE.length;
        if (bytes.length < end || !Arrays.equals(bytes, 0, end, INVITE, 0, end)) {
            return false;
        }
        while (end < bytes.length && bytes[end] > ' ') {
            end++;
        }
        return emergencies.matches(new String(bytes, INVITE.length, end - INVITE.length, StandardCharsets.ISO_8859_1));
    }

    /** Anything may stand in a datagram's source: its sender is known by what only he was told, if at all. */
    static boolean forgeable(Flow from) {
        return from.transport() == Transport.UDP;
    }

    @Override
    public void failed(Flow from) {
        if (!sources.failed(address(from), micros()) && !privileged(from)) {
            block(from, BlockReason.FAILURES);
        }
    }

    @Override
    public void accepted(Flow from) {
        sources.giveBack(address(from), OF_AN_ACCEPTED_CALL);
    }

    /** A request that came again, or that we or the upstream could not serve, says nothing against who sent it. */
    void excused(Flow from) {
        excused(from, 1);
    }

    /** Likewise so many. */
    void excused(Flow from, int requests) {
        sources.giveBack(address(from), requests);
    }

    @Override
    public void proved(Flow from) {
        if (forgeable(from)) {
            sources.proved(address(from), micros());
        }
    }

    /** A challenge with this nonce goes there. */
    void challenged(Flow from, String nonce) {
        nonces.issued(address(from), nonce);
    }

    /** Whether one did. */
    boolean wasChallenged(Flow from, String nonce) {
        return nonces.wasIssued(address(from), nonce);
    }

    /** Whether one did that was not answered yet; it is now. */
    boolean answers(Flow from, String challenge) {
        return nonces.take(address(from), challenge);
    }

    /** The upstream has accepted what came this way with credentials of this user. */
    void customer(Flow from, String user) {
        customers.issued(address(from), on(from, user));
    }

    /** Whether it has, lately. */
    boolean isCustomer(Flow from, String user) {
        return customers.wasIssued(address(from), on(from, user));
    }

    /** Behind the same address there may be others, who guess his password. */
    private static String on(Flow from, String user) {
        return from.transport() + " " + from.remote().getPort() + ' ' + from.connection() + ' ' + user;
    }

    /** Whether a call whose account is proven, or a registration, uses this very flow. */
    boolean isLive(Flow from) {
        return live.contains(from, micros());
    }

    @Override
    public void opened(Flow flow) {
        live.opened(flow);
    }

    @Override
    public void closed(Flow flow) {
        live.closed(flow);
    }

    @Override
    public void registered(Flow flow, Duration lifetime) {
        live.registered(flow, lifetime.toNanos() / 1_000, micros());
    }

    /** Whether an answer to this address goes to who has it, whoever asked. */
    boolean provedAddress(Flow from) {
        return !forgeable(from) || exempt(from) || sources.isProved(address(from), micros());
    }

    private void block(Flow from, BlockReason reason) {
        if (parts.observe()) {
            parts.counters().observed.increment();
            return;
        }
        boolean proven = reason == BlockReason.FAILURES || !forgeable(from);
        int before = sources.block(address(from), proven, micros());
        if (before < 0) {
            return;
        }
        parts.counters().count(reason);
        long more = mayLog(from);
        if (more >= 0) {
            LOGGER.atInfo()
                    .addKeyValue("source", address(from).getHostAddress())
                    .addKeyValue("reason", reason)
                    .addKeyValue("untold", more)
                    .log("source blocked");
        }
        if (!defence.blacklist().isZero()
                && proven
                && !live.contains(address(from), micros())
                && told.take(address(from), micros()) >= 0) {
            tell(from, reason, before);
        }
    }

    private void tell(Flow from, BlockReason reason, int before) {
        Instant now = parts.clock().instant();
        String network = Network.of(address(from)).toString();
        verdicts.tell(new SourceVerdict(
                "gateway-" + parts.gatewayId() + "-" + network + "-" + now.toEpochMilli(),
                network,
                now,
                now.plusNanos(SourceTable.times(defence.blacklist().toNanos(), before)),
                "automatic: " + reason.name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Whether something that this source caused may be logged: how many lines were left out since the last one, or -1 if
     * this one is to be left out too.
     */
    long mayLog(Flow from) {
        return logged.take(address(from), micros());
    }

    private long micros() {
        return parts.clock().nanos() / 1_000;
    }

    private static InetAddress address(Flow from) {
        return from.remote().getAddress();
    }
}
