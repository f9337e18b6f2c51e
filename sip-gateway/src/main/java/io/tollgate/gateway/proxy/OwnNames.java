package io.tollgate.gateway.proxy;

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
     * Where a party says that it is: the Contact's URI as written. Null: it does not say it, or names us, and what we sent
     * there would come back to ourselves.
     */
    default @Nullable String contact(SipMessage message) {
        Span contact = message.topElement(HeaderName.CONTACT);
        String text = contact == null ? "" : SipUri.textOfElement(message.text(contact));
        SipUri uri = SipUri.parse(text);
        return uri == null || ours(uri) ? null : text;
    }
}
