package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.upstream.UpstreamPolicy;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SipTarget;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The operator's own side: where customers' calls go and who else calls from there. Immutable.
 *
 * @param targets as configured, the preferred first, one or more; their hosts are not resolved yet
 * @param networks more addresses that the upstream side calls from
 * @param policy what becomes of those that do not serve
 * @param dnsServers who knows their names; none: the system's servers
 */
public record UpstreamSettings(
        List<SipTarget> targets, List<Network> networks, UpstreamPolicy policy, List<HostPort> dnsServers) {
    public UpstreamSettings {
        targets = List.copyOf(targets);
        dnsServers = List.copyOf(dnsServers);
        networks = List.copyOf(networks);
    }

    /** The targets as an operator writes them. */
    public String written() {
        return written(targets);
    }

    /** Targets as an operator writes them. */
    public static String written(List<SipTarget> targets) {
        return targets.stream().map(SipTarget::toString).collect(Collectors.joining(","));
    }
}
