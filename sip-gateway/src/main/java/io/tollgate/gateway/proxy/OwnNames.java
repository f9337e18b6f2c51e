package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Contact;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import org.jspecify.annotations.Nullable;

/** What in other people's messages is Tollgate itself. */
interface OwnNames {
    /** The token in a Route or Record-Route element of ours, or null; not verified. */
    @Nullable
    String ownToken(String element);

    /** Whether a URI's host and port are Tollgate's. */
    boolean ours(SipUri uri);

    /**
     * Where a party wants requests to be sent to: the Contact's URI. Null: it does not say it, or names us, and what we sent
     * there would come back to ourselves.
     */
    default @Nullable String contact(SipMessage message) {
        Span contact = message.topElement(HeaderName.CONTACT);
        String target = contact == null ? null : new Contact(message.text(contact)).target();
        SipUri uri = target == null ? null : SipUri.parse(target);
        return uri == null || ours(uri) ? null : target;
    }
}
