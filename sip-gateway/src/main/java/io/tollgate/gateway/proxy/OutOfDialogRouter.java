package io.tollgate.gateway.proxy;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification;
import io.tollgate.gateway.identity.Identification.Astray;
import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identification.Unproven;
import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.upstream.UpstreamProxy;
import io.tollgate.gateway.upstream.Upstreams;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.RouteElements;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.net.InetAddress;
import java.text.ParseException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that start something: a customer's go to the upstream whatever their Route or Request-URI says; the upstream's
 * go where our Path token, a Route or the Request-URI leads. Belongs to its shard.
 */
final class OutOfDialogRouter {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final Set<Method> DIALOG_MAKERS = EnumSet.of(Method.INVITE, Method.SUBSCRIBE, Method.REFER);
    private static final int TRYING = 100;
    private static final int NOT_FOUND = 404;
    private static final int BAD_EXTENSION = 420;
    private static final int UNAVAILABLE = 503;

    /** RFC 5630 section 5.3: no hop of a request to a {@code sips:} URI goes without TLS, so this one goes nowhere. */
    private static final int NOT_SECURE = 480;

    private static final String NOT_SECURE_LINE = "Warning: 380 tollgate \"SIPS Not Allowed\"\r\n";

    private final ShardContext shard;
    private final InviteRouter invites;
    private final InboundRoutes inbound;
    private final Callers callers;

    OutOfDialogRouter(ShardContext shard, Orders orders) {
        this.shard = shard;
        this.callers = new Callers(shard);
        this.invites = new InviteRouter(shard, this, callers, orders);
        this.inbound = new InboundRoutes(shard);
    }

    /** OPTIONS to Tollgate itself: how load balancers and operators ask whether it serves. */
    boolean answersHere(SipMessage request) {
        if (request.method() != Method.OPTIONS || request.toTag() != null) {
            return false;
        }
        SipUri target = SipUri.parse(request.targetText());
        return target != null && target.user() == null && shard.boundary().ours(target);
    }

    /** Whether it is to stay on TLS. */
    static boolean sips(SipMessage request) {
        return request.targetText().regionMatches(true, 0, "sips:", 0, 5);
    }

    private boolean emergency(SipMessage request) {
        return shard.emergencies().matches(request.targetText());
    }

    void request(ServerTransaction server) {
        SipMessage request = server.request();
        boolean inside = shard.boundary().inside(server.from());
        if (answersHere(request)) {
            answer(server);
        } else if ((inside || inbound.passedOn(request)) && !RouteElements.nameHops(request, 0)) {
            shard.counters().invalid.increment();
            server.reply(BAD_REQUEST);
        } else if (inbound.passedOn(request)) {
            passOn(server);
        } else if (!inside && callers.challengedBefore(server)) {
            return;
        } else if (!inside && sips(request) && !shard.boundary().upstreamSecure() && !emergency(request)) {
            server.reply(NOT_SECURE, NOT_SECURE_LINE);
        } else if (request.method() == Method.INVITE) {
            invites.request(server, inside ? Direction.INBOUND : Direction.OUTBOUND);
        } else if (inside) {
            relay(server, Direction.INBOUND, new Relay(server));
        } else {
            customer(server);
        }
    }

    /**
     * RFC 3261 section 11.2. No Allow, since a proxy passes every method, and no Supported, since it knows no extension; but
     * without Accept it would be taken to pass no body but SDP.
     */
    private void answer(ServerTransaction server) {
        String unsupported = Validity.unsupported(server.request(), HeaderName.REQUIRE);
        if (!shard.accepting()) {
            server.reply(UNAVAILABLE);
        } else if (unsupported != null) {
            server.reply(BAD_EXTENSION, unsupported);
        } else {
            server.reply(OK, "Accept: */*\r\n");
        }
    }

    private void customer(ServerTransaction server) {
        SipMessage request = server.request();
        Method method = request.method();
        boolean ruled = method == Method.REGISTER || method == Method.MESSAGE || method == Method.REFER;
        if (!ruled && !shard.identifier().challenges()) {
            relay(server, Direction.OUTBOUND, new Relay(server));
            return;
        }
        // Who is on the blacklist, or has a password, is not known yet.
        if (!shard.accepting()) {
            server.reply(UNAVAILABLE, shard.limits().retryAfterLine());
            return;
        }
        boolean register = method == Method.REGISTER;
        Identification whose;
        try {
            RequestReading reading = RequestReading.of(request);
            String uri = register ? reading.callee() : reading.caller();
            whose = callers.identify(server, reading, uri, true);
        } catch (ParseException e) {
            server.reply(BAD_REQUEST);
            return;
        }
        if (whose instanceof Challenged challenged) {
            callers.challenge(server, challenged);
            return;
        }
        if (whose instanceof Astray) {
            server.reply(BAD_REQUEST);
            return;
        }
        if (whose instanceof Identified identified && identified.identity().proven()) {
            server.excuse(true);
        }
        Instant now = shard.clock().instant();
        Ruling ruling = ruled || whose instanceof Unproven ? rule(request, whose, server.source(), now) : Ruling.ADMIT;
        if (ruling instanceof Ruling.Refuse refuse && !shard.observing()) {
            server.reply(refuse.sipStatus());
        } else if (register && whose instanceof Identified identified) {
            register(server, identified);
        } else if (method == Method.REFER && whose instanceof Identified identified) {
            relay(server, Direction.OUTBOUND, shard.referrals().relay(server, identified));
        } else {
            relay(server, Direction.OUTBOUND, new Relay(server));
        }
    }

    private Ruling rule(SipMessage request, Identification whose, InetAddress source, Instant now) {
        if (!(whose instanceof Identified identified)) {
            return shard.gatekeeper().unproven();
        }
        if (request.method() == Method.REGISTER) {
            return shard.gatekeeper().register(identified, source, now);
        }
        String destination = shard.numbers().destination(request.targetText());
        return shard.gatekeeper().attempt(new Attempt(Direction.OUTBOUND, identified, destination, source, false), now);
    }

    private void register(ServerTransaction server, Identified whose) {
        next(server, Direction.OUTBOUND, candidates -> {
            if (candidates != null) {
                Registering registering = new Registering(shard, server, whose);
                new Forwarding(shard, Method.REGISTER, candidates, registering::addPath, registering).start();
            }
        });
    }

    /** The gateway that it came through has counted it, and holds its call. */
    private void passOn(ServerTransaction server) {
        shard.places().sealedFrom(server.from().remote().getAddress());
        if (server.method() == Method.INVITE) {
            server.reply(TRYING);
        }
        relay(server, Direction.INBOUND, new Relay(server));
    }

    private void relay(ServerTransaction server, Direction direction, Relay answers) {
        SipMessage request = server.request();
        boolean passedOn = inbound.passedOn(request);
        next(server, direction, candidates -> {
            if (candidates == null) {
                server.reply(nowhere(server, direction));
                return;
            }
            Consumer<Candidate> prepare = candidate -> {
                if (passedOn && DIALOG_MAKERS.contains(request.method())) {
                    inbound.recordRoute(candidate, server);
                } else if (DIALOG_MAKERS.contains(request.method())) {
                    String token = shard.passes().token(request, direction, server.from(), candidate.flow());
                    recordRoute(candidate, token, server);
                }
            };
            ClientTransaction.User user = told(server, direction, answers);
            Forwarding forwarding = new Forwarding(shard, request.method(), candidates, prepare, user);
            forwarding.start();
            server.onCancel(() -> forwarding.cancel(server.cancelReason()));
        });
    }

    /** What is answered where there is no way. */
    int nowhere(ServerTransaction server, Direction direction) {
        return direction == Direction.INBOUND ? inbound.nowhere(server.request()) : NOT_FOUND;
    }

    /** Who hears what becomes of a request. */
    ClientTransaction.User told(ServerTransaction server, Direction direction, ClientTransaction.User user) {
        return direction == Direction.INBOUND ? inbound.told(server.request(), user) : user;
    }

    /** RFC 3261 section 16.6 step 4; where the sides reach us differently an entry for each (RFC 5658). */
    void recordRoute(Candidate to, String token, ServerTransaction server) {
        boolean sips = sips(server.request());
        String inner = shard.passes().element(to.flow(), sips, token);
        String outer = shard.passes().element(server.from(), sips, token);
        to.message().above(HeaderName.RECORD_ROUTE, inner);
        if (!outer.equals(inner)) {
            to.message().above(HeaderName.RECORD_ROUTE, outer);
        }
    }

    /**
     * Finds where a request goes that starts something.
     *
     * @param found gets the hops that it may take, or null
     */
    void next(ServerTransaction server, Direction direction, Consumer<@Nullable Candidates> found) {
        SipMessage request = server.request();
        SipUri target = SipUri.parse(request.targetText());
        boolean ours = target != null && shard.boundary().ours(target);
        if (direction == Direction.OUTBOUND) {
            Upstreams upstreams = shard.boundary().upstreams();
            found.accept(Candidates.upstream(
                    upstreams.now(),
                    request.callId(),
                    upstreams.policy().tries(),
                    upstream -> towards(server, ours ? target : null, upstream.proxy())));
            return;
        }
        inbound.next(server, found);
    }

    /**
     * A customer's request as an upstream proxy gets it.
     *
     * @param ours its Request-URI if that named us
     */
    private Outgoing towards(ServerTransaction server, @Nullable SipUri ours, UpstreamProxy proxy) {
        SipMessage request = server.request();
        Outgoing message = new Outgoing(request, server.from())
                .withoutRoutes(request.elements(HeaderName.ROUTE).size());
        shard.assertions().fromCustomer(request, server.from(), message);
        shard.challenges().consume(request, message);
        return ours == null ? message : message.target(Boundary.at(proxy, ours));
    }
}
