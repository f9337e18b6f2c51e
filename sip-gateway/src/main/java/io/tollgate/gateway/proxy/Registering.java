package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.wire.Contact;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.util.List;

/** A REGISTER on its way, with our Path: what the upstream accepts is remembered as proof. Belongs to its shard. */
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

    /**
     * Puts us on the way of calls to the device (RFC 3327 section 5.2). Most devices do not say that they know Path, and a
     * registrar may refuse a Path from one that does not (420): it is said for them, since the Path that then stands in the
     * 2xx is nothing to a device that does not know it.
     */
    void addPath(Candidate to) {
        SipMessage register = server.request();
        Flow from = server.from();
        String path = shard.passes().path(whose.account(), from, to.flow(), keepsFlow(register));
        Outgoing message = to.message();
        message.above(HeaderName.PATH, path);
        boolean supported = register.elements(HeaderName.SUPPORTED).stream()
                .anyMatch(tag -> register.text(tag).equalsIgnoreCase("path"));
        if (!supported) {
            message.line(HeaderName.SUPPORTED, "path");
        }
    }

    /**
     * Whether to promise that the device's flow is used again (RFC 5626 section 5.1): as its first hop, where it asks for it.
     * Without our word the registrar answers 439, and the device registers as others do.
     */
    private static boolean keepsFlow(SipMessage register) {
        return register.elements(HeaderName.VIA).size() == 1
                && register.elements(HeaderName.CONTACT).stream()
                        .anyMatch(contact -> new Contact(register.text(contact)).parameter("reg-id") != null);
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
