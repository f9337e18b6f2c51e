package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.RouteElements;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What new dialogs of a call are made of, beside the response that makes them: what its INVITE said (RFC 3261 section 12.1).
 * Belongs to its call's shard.
 *
 * @param tokens of this very pass
 * @param own what is Tollgate itself
 */
record DialogOpening(
        String sipCallId,
        String from,
        String to,
        long cseq,
        @Nullable String contact,
        List<String> recordRoutes,
        Flow callerFlow,
        List<String> tokens,
        OwnNames own) {

    /** Of an INVITE as it came in. */
    static DialogOpening of(SipMessage invite, Flow callerFlow, List<String> tokens, OwnNames own) {
        return new DialogOpening(
                invite.callId(),
                text(invite, HeaderName.FROM),
                text(invite, HeaderName.TO),
                invite.cseq(),
                own.contact(invite),
                texts(invite, HeaderName.RECORD_ROUTE).stream()
                        .filter(RouteElements::namesHop)
                        .toList(),
                callerFlow,
                tokens,
                own);
    }

    /** How much of the INVITE that is. */
    int length() {
        return sipCallId.length()
                + from.length()
                + to.length()
                + (contact == null ? 0 : contact.length())
                + recordRoutes.stream().mapToInt(String::length).sum();
    }

    /**
     * The dialog that a response makes.
     *
     * @param tag of the callee
     * @param from where the response came from
     * @param requestUri of the INVITE that it answers, as sent
     */
    DialogPair open(SipMessage response, String tag, Flow from, Supplier<String> requestUri) {
        String calleeText = to + (tag.isEmpty() ? "" : ";tag=" + tag);
        String target = own.contact(response);
        List<String> routes = routesAbove(response);
        LegState callee = new LegState(
                this.from,
                calleeText,
                target == null ? requestUri.get() : target,
                target == null && routes.isEmpty() ? List.of(hop(from)) : routes,
                from,
                cseq);
        LegState caller = new LegState(
                calleeText,
                this.from,
                contact == null ? SipUri.textOfElement(this.from) : contact,
                contact == null && recordRoutes.isEmpty() ? List.of(hop(callerFlow)) : recordRoutes,
                callerFlow,
                -1);
        return new DialogPair(new LegDialog(sipCallId, caller), new LegDialog(sipCallId, callee));
    }

    /** A Route to where a party was heard of: the way to one that does not say where it is. */
    private static String hop(Flow from) {
        String source = from.source();
        int slash = source.lastIndexOf('/');
        return "<sip:" + source.substring(0, slash) + ";transport=" + source.substring(slash + 1) + ";lr>";
    }

    /** The Record-Routes above our own, reversed: what lies between us and the callee; what names no hop is none. */
    List<String> routesAbove(SipMessage response) {
        List<String> above = new ArrayList<>();
        for (String element : texts(response, HeaderName.RECORD_ROUTE)) {
            if (tokens.contains(own.ownToken(element))) {
                break;
            }
            if (RouteElements.namesHop(element)) {
                above.add(element);
            }
        }
        Collections.reverse(above);
        return above;
    }

    private static String text(SipMessage message, HeaderName name) {
        String value = message.header(name);
        return value == null ? "" : value;
    }

    private static List<String> texts(SipMessage message, HeaderName name) {
        return message.elements(name).stream().map(message::text).toList();
    }
}
