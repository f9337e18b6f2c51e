package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.util.List;

/** A REGISTER on its way: what the upstream accepts is remembered as proof. Belongs to its shard. */
final class Registering extends Relay {
    private final ShardContext shard;
    private final ServerTransaction server;
    private final Identified whose;

    Registering(ShardContext shard, ServerTransaction server, Identified whose) {
        super(server);
        this.shard = shard;
        this.server = server;
        this.whose = whose;
    }

    @Override
    public void response(SipMessage response) {
        // A trunk is proven by its address: for that no flow need be remembered.
        if (response.status() >= 200 && response.status() < 300 && whose.identity() != Identity.TRUNK) {
            remember(response);
        }
        super.response(response);
    }

    private void remember(SipMessage success) {
        SipMessage register = server.request();
        String aor = SipUri.textOfElement(String.valueOf(register.header(HeaderName.TO)));
        if (Accepted.all(register)) {
            shard.registrations().takenBack(aor);
        } else {
            List<Registrations.Binding> bindings = Accepted.bindings(register, success);
            bindings.forEach(binding -> shard.door().registered(server.from(), binding.lifetime()));
            shard.registrations()
                    .accepted(
                            server.from(),
                            aor,
                            whose.account(),
                            bindings,
                            shard.clock().instant());
        }
    }
}
