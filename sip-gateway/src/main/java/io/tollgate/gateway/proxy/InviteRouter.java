package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The door for what would become a call: whose it is, where it goes, whether it may. Belongs to its shard. */
final class InviteRouter {
    private static final int TRYING = 100;
    private static final int BAD_REQUEST = 400;
    private static final int CANCELLED = 487;

    /** How long it may be said of an account that it is full after it no longer is: an entry's 2 s, and its journey. */
    private static final Duration FULL = Duration.ofSeconds(3);

    /** Who is refused for these may soon call again. */
    private static final Set<RefusalReason> PASSING = EnumSet.of(RefusalReason.NO_BALANCE, RefusalReason.CHANNEL_LIMIT);

    private final ShardContext shard;
    private final OutOfDialogRouter routes;
    private final Callers callers;
    private final Orders orders;

    InviteRouter(ShardContext shard, OutOfDialogRouter routes, Callers callers, Orders orders) {
        this.shard = shard;
        this.routes = routes;
        this.callers = callers;
        this.orders = orders;
    }

    void request(ServerTransaction server, Direction direction) {
        shard.counters().attempts.increment();
        if (shard.givenUp() || !shard.accepting() && !emergency(server, direction)) {
            unready(server);
            return;
        }
        RequestReading reading;
        try {
            reading = RequestReading.of(server.request());
        } catch (ParseException e) {
            if (!emergency(server, direction)) {
                unreadable(server);
                return;
            }
            reading = RequestReading.ofEmergency(server.request());
        }
        attempt(server, direction, reading);
    }

    private void unready(ServerTransaction server) {
        shard.counters().unready.increment();
        server.reply(shard.codes().overload(), shard.limits().retryAfterLine());
    }

    /** Never refused as long as there is a way, which needs neither accounts nor blacklist. */
    private boolean emergency(ServerTransaction server, Direction direction) {
        return direction == Direction.OUTBOUND
                && shard.emergencies().matches(server.request().targetText());
    }

    private void unreadable(ServerTransaction server) {
        shard.counters().unreadable.increment();
        server.reply(BAD_REQUEST);
    }

    private void attempt(ServerTransaction server, Direction direction, RequestReading reading) {
        SipMessage request = server.request();
        InetAddress source = server.source();
        Instant now = shard.clock().instant();
        boolean emergency = emergency(server, direction);
        Identification whose = direction == Direction.OUTBOUND
                ? callers.identify(server, reading, reading.caller(), !emergency)
                : shard.accounts()
                        .identifyInbound(shard.passes().pathRoute(request).account(), request.targetText());
        String destination = shard.numbers().destination(request.targetText());
        if (direction == Direction.OUTBOUND) {
            destination = shard.emergencies().told(request.targetText(), destination);
        }
        if (whose instanceof Identified caller && direction == Direction.OUTBOUND && !emergency) {
            whose = shard.referrals().payer(caller, request, source, destination, now);
        }
        CallFacts facts = facts(server, direction, reading, whose.account(), destination);
        if (whose instanceof Identification.Challenged challenged) {
            challenge(server, facts, reading, challenged, now);
            return;
        }
        if (whose instanceof Identification.Astray && !emergency) {
            unreadable(server);
            return;
        }
        server.reply(TRYING);
        if (!(whose instanceof Identified) && (emergency || shard.observing())) {
            if (!emergency) {
                shard.counters().observed.increment();
            }
            whose = new Identified(
                    whose.account(), Identity.CLAIMED, shard.accounts().settings(whose.account()));
        }
        if (!(whose instanceof Identified identified)) {
            refuse(server, facts, Identity.CLAIMED, shard.gatekeeper().unproven(), now);
            return;
        }
        if (identified.identity().proven()) {
            server.excuse(true);
        }
        boolean heldChannel = shard.calls().answersChallenge(facts, now.minus(FULL));
        Ruling ruling = rule(new Attempt(direction, identified, destination, source, emergency, heldChannel), now);
        if (ruling instanceof Ruling.Refuse && shard.observing()) {
            shard.counters().observed.increment();
        } else if (ruling instanceof Ruling.Refuse refuse) {
            refuse(server, facts, identified.identity(), refuse, now);
            return;
        }
        LiveCall live =
                new LiveCall(facts.callId(), facts.sipCallId(), facts.account(), destination, source, now, emergency);
        begin(server, facts, live, identified, reading);
    }

    /** The attempt ends with the challenge; what answers it is another (its branch is, RFC 3261 section 8.1.3.5). */
    private void challenge(
            ServerTransaction server,
            CallFacts facts,
            RequestReading reading,
            Identification.Challenged challenged,
            Instant now) {
        shard.counters().challenged.increment();
        callers.challenge(server, challenged);
        failed(server, facts, reading, Identity.CLAIMED, Challenges.status(Method.INVITE), now);
    }

    /** Tells of an attempt that ends where it begins. */
    private void failed(
            ServerTransaction server,
            CallFacts facts,
            RequestReading reading,
            Identity identity,
            int status,
            Instant now) {
        if (shard.eventsFull() || !shard.mayPublish(server.from())) {
            shard.counters().unpublished.increment();
            return;
        }
        CallReporter reporter = new CallReporter(shard.sink(), facts, false);
        reporter.report(new Happening.Attempted(reading.userAgent()), identity, now);
        reporter.report(Happening.Ended.by(EndCause.FAILED, status), identity, now);
    }

    private CallFacts facts(
            ServerTransaction server, Direction direction, RequestReading reading, String account, String destination) {
        return new CallFacts(
                shard.newCallId(),
                server.request().callId(),
                account,
                direction,
                reading.caller(),
                reading.callee(),
                destination,
                server.from().source());
    }

    private Ruling rule(Attempt attempt, Instant now) {
        boolean full = shard.calls().live() >= shard.limits().calls() || shard.eventsFull();
        if (full && !attempt.emergency()) {
            return new Ruling.Refuse(RefusalReason.OVERLOAD, shard.codes().overload(), null);
        }
        return shard.gatekeeper().attempt(attempt, now);
    }

    private void refuse(
            ServerTransaction server, CallFacts facts, Identity identity, Ruling.Refuse refuse, Instant now) {
        shard.counters().refused.increment();
        boolean overload = refuse.reason() == RefusalReason.OVERLOAD;
        if (!identity.proven() && PASSING.contains(refuse.reason())) {
            server.excuse(false);
        }
        server.reply(refuse.sipStatus(), overload ? shard.limits().retryAfterLine() : "");
        boolean muted = shard.eventsFull() || !shard.mayPublish(server.from());
        Happening told = new Happening.Refused(refuse.sipStatus(), refuse.reason(), refuse.blacklistEntryId());
        if (muted) {
            shard.counters().unpublished.increment();
        } else {
            new CallReporter(shard.sink(), facts, false).report(told, identity, now);
        }
    }

    private void begin(
            ServerTransaction server, CallFacts facts, LiveCall live, Identified whose, RequestReading reading) {
        routes.next(server, facts.direction(), candidates -> {
            if (server.cancelled()) {
                server.reply(CANCELLED);
                return;
            }
            if (shard.givenUp()) {
                unready(server);
                return;
            }
            if (candidates == null) {
                shard.counters().unreadable.increment();
                int status = routes.nowhere(server, facts.direction());
                server.reply(status);
                failed(server, facts, reading, whose.identity(), status, live.attemptedAt());
                return;
            }
            Channel channel = channel(facts, live, whose.settings());
            if (whose.identity().proven() && !channel.take()) {
                refuse(server, facts, whose.identity(), shard.gatekeeper().full(), live.attemptedAt());
                return;
            }
            shard.counters().admitted.increment();
            Call call = call(server, facts, live, whose, candidates, channel);
            call.begin(reading.userAgent());
            orders.attempted(call);
        });
    }

    /** Inbound and emergency calls take no channel. */
    private Channel channel(CallFacts facts, LiveCall live, @Nullable AccountSettings settings) {
        return facts.direction() == Direction.INBOUND || live.emergency() || shard.observing() || settings == null
                ? Channel.NOT_NEEDED
                : shard.gatekeeper().channels().of(facts.account(), settings.channelLimit());
    }

    private Call call(
            ServerTransaction server,
            CallFacts facts,
            LiveCall live,
            Identified whose,
            Candidates candidates,
            Channel channel) {
        SipMessage request = server.request();
        AccountSettings settings = whose.settings();
        boolean awaits = facts.direction() == Direction.OUTBOUND
                && !live.emergency()
                && !shard.observing()
                && settings != null
                && settings.awaitsAdmission();
        boolean metered =
                facts.direction() == Direction.OUTBOUND && !live.emergency() && settings != null && settings.metered();
        boolean muted = whose.identity() == Identity.CLAIMED && !shard.mayPublish(server.from());
        // One for each hop that it is sent to.
        List<String> tokens = new ArrayList<>(1);
        Consumer<Candidate> prepare = candidate -> {
            String token = shard.passes().token(facts, request, server.from(), candidate.flow());
            tokens.add(token);
            routes.recordRoute(candidate, token, server);
        };
        CallSetup setup = new CallSetup(
                shard.clock(),
                server,
                user -> new Forwarding(
                        shard, Method.INVITE, candidates, prepare, routes.told(server, facts.direction(), user)));
        Call call = new Call(
                shard,
                new CallParts(
                        live,
                        facts,
                        new CallLife(whose.identity(), awaits, shard.codes()),
                        new CallDialogs(request, server.from(), tokens, shard.passes()),
                        new CallReporter(shard.sink(), facts, muted),
                        channel,
                        new CallDeadlines(
                                facts.callId(), metered ? shard.limits().unconfirmed() : null),
                        setup,
                        settings == null || settings.admitsWithoutDecision()));
        shard.calls().add(call);
        return call;
    }
}
