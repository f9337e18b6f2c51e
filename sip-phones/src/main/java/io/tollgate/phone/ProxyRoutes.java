package io.tollgate.phone;

import gov.nist.javax.sip.address.SipUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a test proxy sends a request: along its Route, to the devices of a registered user, else to the upstream.
 * Belongs to the proxy's loop.
 */
final class ProxyRoutes {
    /**
     * One place that a request goes to.
     *
     * @param uri the Request-URI there
     * @param routes the Route entries it carries there
     * @param hop the next hop
     */
    record Target(String uri, List<String> routes, Hop hop) {}

    private static final int MOST_INVITES = 50_000;
    private static final int DEFAULT_PORT = 5060;

    private final Endpoint endpoint;
    private final Registrar registrar;
    private final @Nullable Hop upstream;
    private volatile @Nullable Hop edge;

    /** By incoming branch: ACK to a refusal and CANCEL go where their INVITE went. */
    private final Map<String, List<Target>> invites = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Target>> eldest) {
            return size() > MOST_INVITES;
        }
    };

    ProxyRoutes(Endpoint endpoint, Registrar registrar, @Nullable Hop upstream) {
        this.endpoint = endpoint;
        this.registrar = registrar;
        this.upstream = upstream;
    }

    /** For all threads. */
    void reachDevicesThrough(Hop hop) {
        edge = hop;
    }

    /** Where a request goes; several where it forks, none where nobody is there. */
    List<Target> of(Incoming request) {
        String key = request.branch();
        boolean accompanies = request.method().equals("ACK") || request.method().equals("CANCEL");
        if (accompanies && invites.containsKey(key)) {
            return invites.get(key);
        }
        List<Target> targets = freshTargets(request);
        if (request.method().equals("INVITE")) {
            invites.put(key, targets);
        }
        return targets;
    }

    private List<Target> freshTargets(Incoming request) {
        String uri = request.sighting().requestUri();
        List<String> routes = new ArrayList<>(request.entries("Route"));
        if (!routes.isEmpty() && isUs(uriOf(routes.get(0)))) {
            routes.remove(0);
        }
        if (!routes.isEmpty()) {
            return List.of(new Target(uri, routes, UserAgent.hop(uriOf(routes.get(0)))));
        }
        if (!(endpoint.parser().uri(uri) instanceof SipUri target)) {
            return toUpstream(uri); // tel: and urn: are the upstream's to resolve
        }
        if (!request.toTag().isEmpty() && !isUs(target)) {
            return List.of(new Target(uri, List.of(), UserAgent.hop(target)));
        }
        List<Target> found = new ArrayList<>();
        for (Registrar.Binding device : registrar.of(String.valueOf(target.getUser()))) {
            List<String> path = device.path();
            String next = path.isEmpty() ? device.contact() : uriOf(path.get(0)).toString();
            Hop over = edge;
            found.add(new Target(
                    device.contact(),
                    path,
                    over != null
                            ? over
                            : UserAgent.hop((SipUri) endpoint.parser().uri(next))));
        }
        return found.isEmpty() ? toUpstream(uri) : found;
    }

    private List<Target> toUpstream(String uri) {
        return upstream == null ? List.of() : List.of(new Target(uri, List.of(), upstream));
    }

    private SipUri uriOf(String nameAddress) {
        return (SipUri) endpoint.parser().address(nameAddress).getURI();
    }

    private boolean isUs(SipUri uri) {
        return isUs(uri.getHost(), uri.getPort());
    }

    boolean isUs(String host, int port) {
        return host.equals(endpoint.address().getAddress().getHostAddress())
                && (port <= 0 ? DEFAULT_PORT : port) == endpoint.address().getPort();
    }
}
