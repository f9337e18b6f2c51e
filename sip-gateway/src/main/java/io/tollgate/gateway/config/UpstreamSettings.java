package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.Network;
import io.tollgate.schemas.setting.SipTarget;
import java.util.List;

/**
 * The operator's own side: where customers' calls go and who else calls from there. Immutable.
 *
 * @param target as configured; its host is not resolved yet
 * @param networks more addresses that the upstream side calls from
 */
public record UpstreamSettings(SipTarget target, List<Network> networks) {
    public UpstreamSettings {
        networks = List.copyOf(networks);
    }
}
