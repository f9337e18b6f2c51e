package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.command.CallDeadlines;
import io.tollgate.gateway.command.LiveCall;
import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.event.CallFacts;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Claims;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.number.NumberPlan;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The door for what would become a call: whose it is, where it goes, whether it may. Belongs to its shard. */
final class InviteRouter {
    private static final int TRYING = 100;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int CANCELLED = 487;
    private static final int UNAVAILABLE = 503;

    private final ShardContext shard;
    private final OutOfDialogRouter routes;
    private final Orders orders;

    InviteRouter(ShardContext shard, OutOfDialogRouter routes, Orders orders) {
        this.shard = shard;
        this.routes = routes;
        this.orders = orders;
    }

    void request(ServerTransaction server, Direction direction) {
        shard.counters().attempts.increment();
        if (!shard.accepting()) {
            shard.counters().unready.increment();
            server.reply(UNAVAILABLE, shard.limits().retryAfterLine());
            return;
        }
        server.reply(TRYING);
        RequestReading reading;
        try {
            reading = RequestReading.of(server.request());
        } catch (ParseException e) {
            shard.counters().unreadable.increment();
            server.reply(BAD_REQUEST);
            return;
        }
        attempt(server, direction, reading);
    }

    private void attempt(ServerTransaction server, Direction direction, RequestReading reading) {
        SipMessage request = server.request();
        InetAddress source = server.from().remote().getAddress();
        Instant now = shard.clock().instant();
        Identification whose = direction == Direction.OUTBOUND
                ? shard.accounts()
                        .identify(new Claims(
                                source,
                                reading.caller(),
                                reading.credentials(),
                                shard.registrations().proof(server.from(), reading.caller(), now)))
                : shard.accounts()
                        .identifyInbound(shard.passes().pathRoute(request).account(), request.targetText());
        boolean emergency = direction == Direction.OUTBOUND && emergency(request.targetText());
        // A country code before 112 would hide from everybody behind us what it is.
        NumberPlan plan = emergency ? NumberPlan.DEFAULTS : shard.numbers();
        String destination = plan.destination(request.targetText());
        if (whose instanceof Identification.Conflicting conflicting) {
            CallFacts facts = facts(server, direction, reading, conflicting.first(), destination);
            refuse(server, facts, Identity.CLAIMED, shard.gatekeeper().conflicting(), now);
            return;
        }
        Identified identified = (Identified) whose;
        CallFacts facts = facts(server, direction, reading, identified.account(), destination);
        Ruling ruling = rule(new Attempt(direction, identified, destination, source, emergency), now);
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

    /** Only where it goes to our own side: an emergency number at somebody else's host is a call like any other. */
    private boolean emergency(String requestUri) {
        SipUri uri = SipUri.parse(requestUri);
        return uri != null
                && (uri.host().isEmpty()
                        || shard.boundary().ours(uri)
                        || shard.boundary().upstreams(uri))
                && shard.emergencies().matches(requestUri);
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
        routes.next(server, facts.direction(), (flow, message) -> {
            if (server.cancelled()) {
                server.reply(CANCELLED);
                return;
            }
            if (flow == null) {
                shard.counters().unreadable.increment();
                server.reply(NOT_FOUND);
                return;
            }
            Channel channel = channel(facts, live, whose.settings());
            if (whose.identity().proven() && !channel.take()) {
                refuse(server, facts, whose.identity(), shard.gatekeeper().full(), live.attemptedAt());
                return;
            }
            shard.counters().admitted.increment();
            Call call = call(server, facts, live, whose, flow, message, channel);
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
            Flow flow,
            Outgoing message,
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
        String token = shard.passes().token(facts, request, server.from(), flow);
        routes.recordRoute(message, token, server, flow);
        CallSetup setup = new CallSetup(shard.clock(), server, user -> {
            long id = shard.nextId();
            return shard.client(id, Method.INVITE, message.via(shard.via(flow, id)), flow, user);
        });
        Call call = new Call(
                shard,
                new CallParts(
                        live,
                        facts,
                        new CallLife(whose.identity(), awaits, shard.codes()),
                        new CallDialogs(
                                request,
                                server.from(),
                                element -> token.equals(shard.passes().ownToken(element))),
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
