package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.journal.Places.Place;
import io.tollgate.gateway.token.Hop;
import io.tollgate.gateway.token.PathToken;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a request from the upstream goes: to the flow that our Path token names, else along its Route or Request-URI. A
 * flow that another gateway holds is reached through that gateway, which passes the request on (RFC 5626 section 5.3);
 * where that is gone, the device itself is tried if its Contact is no other than its address. A flow that nobody has is
 * told as 430, so that the upstream tries another binding. Belongs to its shard.
 */
final class InboundRoutes {
    static final int FLOW_FAILED = 430;
    private static final int NOT_FOUND = 404;

    private final ShardContext shard;

    InboundRoutes(ShardContext shard) {
        this.shard = shard;
    }

    /** Whether another gateway of the cluster has sent a request for a flow of ours: it has counted it. */
    boolean passedOn(SipMessage request) {
        return shard.passes().mayBePassedOn(request)
                && shard.passes().pathRoute(request).passedOnBy() != null;
    }

    /** What is answered where there is no way. */
    int nowhere(SipMessage request) {
        return shard.passes().pathRoute(request).path() == null ? NOT_FOUND : FLOW_FAILED;
    }

    /** Has the user of what is sent hear that a flow failed, and not that nobody could be reached. */
    ClientTransaction.User told(SipMessage request, ClientTransaction.User user) {
        return shard.passes().pathRoute(request).path() == null ? user : new FlowBound(user);
    }

    /** Finds the next hop, as {@link OutOfDialogRouter#next} does. */
    void next(ServerTransaction server, Consumer<@Nullable Candidates> found) {
        SipMessage request = server.request();
        Outgoing message = new Outgoing(request, server.from());
        PathRoute route = shard.passes().pathRoute(request);
        PathToken path = route.path();
        if (path != null && !path.gatewayId().equals(shard.passes().gatewayId())) {
            elsewhere(request, route, path, message, found);
            return;
        }
        Consumer<@Nullable Flow> hop = last(request, message.withoutRoutes(route.ownRoutes()), found);
        if (path != null) {
            // What is left of Route a customer wrote into his Path: it is for those behind his flow, and leads nowhere
            // else.
            hop.accept(flow(path, path.connection()));
        } else if (route.next() != null) {
            locate(route.next(), hop);
        } else {
            target(request, hop);
        }
    }

    /** The hop to the customer's side; another gateway sees to what customers are to see itself. */
    private Consumer<@Nullable Flow> last(SipMessage request, Outgoing message, Consumer<@Nullable Candidates> found) {
        return flow -> {
            Flow way = secured(request, flow);
            shard.assertions().toCustomer(request, way, message);
            found.accept(way == null ? null : Candidates.only(way, message));
        };
    }

    /** RFC 5630 section 5.3: no hop of a request to a {@code sips:} URI goes without TLS, not even among gateways. */
    private static @Nullable Flow secured(SipMessage request, @Nullable Flow flow) {
        boolean sips = OutOfDialogRouter.sips(request);
        return flow == null || sips && !flow.transport().secure() ? null : flow;
    }

    private void elsewhere(
            SipMessage request,
            PathRoute route,
            PathToken path,
            Outgoing message,
            Consumer<@Nullable Candidates> found) {
        // Passed on once already: the gateways do not agree on who has the flow, and must not play ball with it.
        String at = route.passedOnBy() != null ? null : address(route, path);
        if (at != null) {
            message.route(shard.passes().passOn(at, route, request)).withoutRoutes(route.ownRoutes());
            locate("sip:" + at, flow -> {
                Flow way = secured(request, flow);
                found.accept(way == null ? null : Candidates.only(way, message));
            });
            return;
        }
        Consumer<@Nullable Flow> hop = last(request, message.withoutRoutes(route.ownRoutes()), found);
        if (route.next() != null) {
            hop.accept(null);
        } else if (path.device().transport() == Transport.UDP && named(route.uri())) {
            // All gateways have one name, and what they send comes from there: any of them passes the device's NAT.
            hop.accept(flow(path, Flow.NONE));
        } else if (reachable(request, path)) {
            target(request, hop);
        } else {
            hop.accept(null);
        }
    }

    /**
     * Host and port of the gateway that has the flow, null where it is gone: by its heartbeats, unless all gateways share one
     * name; else as it wrote it into its Path, which is also all that is known while Kafka is away.
     */
    private @Nullable String address(PathRoute route, PathToken path) {
        Place place = shard.places().of(path.gatewayId());
        if (place != null && place.gone()) {
            return null;
        }
        if (place != null && !named("sip:" + place.sip())) {
            return place.sip();
        }
        if (!path.at().isEmpty()) {
            return path.at().equals(shard.places().self()) ? null : path.at();
        }
        SipUri written = SipUri.parse(route.uri());
        return written == null || shard.boundary().ours(written)
                ? null
                : written.host() + ":" + written.portOrDefault();
    }

    private boolean named(String uri) {
        SipUri parsed = SipUri.parse(uri);
        return parsed != null && shard.boundary().ours(parsed);
    }

    private Flow flow(PathToken path, long connection) {
        Hop device = path.device();
        InetSocketAddress local = shard.boundary().local(device.transport());
        return new Flow(device.transport(), local, device.address(), connection, false);
    }

    /** No NAT lies before a device whose Contact is where its REGISTER came from. */
    private static boolean reachable(SipMessage request, PathToken path) {
        SipUri contact = SipUri.parse(request.targetText());
        InetAddress host = contact == null ? null : Literal.address(contact.host());
        return path.device().address().getAddress().equals(host);
    }

    private void target(SipMessage request, Consumer<@Nullable Flow> hop) {
        if (named(request.targetText())) {
            hop.accept(null);
        } else {
            locate(request.targetText(), hop);
        }
    }

    private void locate(String uri, Consumer<@Nullable Flow> hop) {
        shard.hops().locate(uri, null, shard, hop);
    }

    /**
     * Our Record-Route in what another gateway passed on. Where all gateways share a name, that gateway would find itself by
     * it: so it gets an entry with our own address above the one for the device.
     */
    void recordRoute(Candidate to, ServerTransaction server) {
        Passes passes = shard.passes();
        Flow from = origin(server);
        String token = passes.token(server.request(), Direction.INBOUND, from, to.flow());
        String self = shard.places().self();
        String inner = passes.element(to.flow(), false, token);
        String outer =
                self.isEmpty() ? passes.element(from, false, token) : passes.elementAt(self, from.transport(), token);
        to.message().above(HeaderName.RECORD_ROUTE, inner);
        if (!outer.equals(inner)) {
            to.message().above(HeaderName.RECORD_ROUTE, outer);
        }
    }

    /** A gateway that passed a request on over a stream is reached again at its own address, not at that stream's far end. */
    private Flow origin(ServerTransaction server) {
        Flow from = server.from();
        PathRoute route = from.transport().reliable() ? shard.passes().pathRoute(server.request()) : null;
        String by = route == null ? null : route.passedOnBy();
        SipUri at = by == null ? null : SipUri.parse("sip:" + by);
        InetAddress address = at == null ? null : Literal.address(at.host());
        return at == null || address == null
                ? from
                : Flow.to(Transport.UDP, from.local(), new InetSocketAddress(address, at.portOrDefault()));
    }
}
