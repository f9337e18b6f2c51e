package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.DialogState;
import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one call, one for each tag that the callee's side answered with: several where the INVITE forked (RFC
 * 3261 section 12.1). Belongs to its call's shard.
 */
final class CallDialogs {
    /** One dialog, as Tollgate can speak in it to either side. */
    static final class Pair {
        private final LegDialog caller;
        private final LegDialog callee;
        private boolean confirmed;
        private boolean ended;
        private boolean acknowledged;
        private boolean spokenFor;

        Pair(LegDialog caller, LegDialog callee) {
            this.caller = caller;
            this.callee = callee;
        }

        LegDialog caller() {
            return caller;
        }

        LegDialog callee() {
            return callee;
        }

        /** A party ended it with BYE. */
        void end() {
            ended = true;
        }

        boolean live() {
            return confirmed && !ended;
        }

        /** Whether its 2xx came. */
        boolean confirmed() {
            return confirmed;
        }

        /** The ACK for its 2xx has passed. */
        void acknowledge() {
            acknowledged = true;
        }

        boolean acknowledged() {
            return acknowledged;
        }

        /** Its 2xx is acknowledged by us, as often as it comes. */
        void speakFor() {
            acknowledged = true;
            spokenFor = true;
        }

        boolean spokenFor() {
            return spokenFor;
        }
    }

    /** A request in one of the dialogs. */
    record Found(Pair pair, boolean fromCaller) {
        LegDialog receiver() {
            return fromCaller ? pair.callee() : pair.caller();
        }

        LegDialog sender() {
            return fromCaller ? pair.caller() : pair.callee();
        }
    }

    /** No call rings more phones than this. */
    private static final int MOST = 32;

    private final @Nullable Opening opening;
    private final String callerTag;
    private final Map<String, Pair> byCalleeTag = new HashMap<>(2);

    /** What new dialogs are made of, beside the response that makes them. */
    private record Opening(
            String sipCallId,
            String from,
            String to,
            long cseq,
            @Nullable String contact,
            List<String> recordRoutes,
            Flow callerFlow,
            Predicate<String> ourElement) {
        static Opening of(SipMessage invite, Flow callerFlow, Predicate<String> ourElement) {
            return new Opening(
                    invite.callId(),
                    text(invite, HeaderName.FROM),
                    text(invite, HeaderName.TO),
                    invite.cseq(),
                    CallDialogs.contact(invite),
                    texts(invite, HeaderName.RECORD_ROUTE),
                    callerFlow,
                    ourElement);
        }

        int length() {
            return sipCallId.length()
                    + from.length()
                    + to.length()
                    + (contact == null ? 0 : contact.length())
                    + recordRoutes.stream().mapToInt(String::length).sum();
        }
    }

    /**
     * No dialogs yet.
     *
     * @param invite as it came in
     * @param ourElement tells the Record-Route elements of this very pass
     */
    CallDialogs(SipMessage invite, Flow callerFlow, Predicate<String> ourElement) {
        this.opening = Opening.of(invite, callerFlow, ourElement);
        this.callerTag = tag(invite.fromTag());
    }

    /** Those of a call that is taken up again; no more will come. */
    CallDialogs(String sipCallId, String callerTag, List<DialogState> kept) {
        this.opening = null;
        this.callerTag = callerTag;
        for (DialogState dialog : kept) {
            Pair pair = new Pair(
                    LegDialog.resumed(sipCallId, dialog.caller()), LegDialog.resumed(sipCallId, dialog.callee()));
            pair.confirmed = true;
            pair.acknowledged = true;
            byCalleeTag.put(dialog.calleeTag(), pair);
        }
    }

    /** From's tag in the INVITE. */
    String callerTag() {
        return callerTag;
    }

    /** How much they have copied from the INVITE, at most. */
    long bytes() {
        return opening == null ? 0 : (1L + byCalleeTag.size()) * opening.length();
    }

    /** Where the caller was last heard of; null: not known any more. */
    @Nullable
    Flow callerFlow() {
        return opening != null ? opening.callerFlow() : flow(Pair::caller);
    }

    /** Where a callee was last heard of; null: none answered. */
    @Nullable
    Flow calleeFlow() {
        return flow(Pair::callee);
    }

    private @Nullable Flow flow(Function<Pair, LegDialog> side) {
        return byCalleeTag.isEmpty()
                ? null
                : side.apply(byCalleeTag.values().iterator().next()).flow();
    }

    /** Those that live, to be kept. */
    List<DialogState> states() {
        List<DialogState> states = new ArrayList<>(1);
        byCalleeTag.forEach((tag, pair) -> {
            if (pair.live()) {
                states.add(new DialogState(tag, pair.caller.state(), pair.callee.state()));
            }
        });
        return states;
    }

    /**
     * A response above 100 came: it makes a dialog if it has a new tag, and confirms it if it is a 2xx. One without a tag is
     * a dialog too (RFC 3261 section 12.1.2), or its callee could not be hung up on.
     *
     * @param requestUri of the INVITE that it answers, as sent
     */
    @Nullable
    Pair respond(SipMessage response, Flow from, Supplier<String> requestUri) {
        String tag = tag(response.toTag());
        boolean confirms = response.status() >= 200;
        if (opening == null
                || !LegDialog.speakable(tag)
                || tag.isEmpty() && !confirms
                || !byCalleeTag.containsKey(tag) && !room(confirms)) {
            return null;
        }
        Pair pair = byCalleeTag.computeIfAbsent(tag, t -> open(opening, response, t, from, requestUri));
        if (confirms) {
            String contact = contact(response);
            if (!pair.confirmed && contact != null) {
                pair.callee.retarget(contact, from);
                pair.callee.reroute(routesAbove(opening, response));
            }
            pair.confirmed = true;
        }
        return pair;
    }

    /** A phone that answers takes the place of one that rings: what we do not know we could not end. */
    private boolean room(boolean confirms) {
        return byCalleeTag.size() < MOST || confirms && byCalleeTag.values().removeIf(pair -> !pair.confirmed);
    }

    private static String tag(@Nullable String tag) {
        return tag == null ? "" : tag;
    }

    /** The dialog of a response, or null. */
    @Nullable
    Pair of(SipMessage response) {
        return byCalleeTag.get(tag(response.toTag()));
    }

    /** Whether this 2xx was seen before. */
    boolean answered(SipMessage response) {
        Pair pair = of(response);
        return pair != null && pair.confirmed;
    }

    private Pair open(Opening opening, SipMessage response, String tag, Flow from, Supplier<String> requestUri) {
        String callerText = opening.from();
        String calleeText = opening.to() + (tag.isEmpty() ? "" : ";tag=" + tag);
        String target = contact(response);
        List<String> routes = routesAbove(opening, response);
        LegState callee = new LegState(
                callerText,
                calleeText,
                target == null ? requestUri.get() : target,
                target == null && routes.isEmpty() ? List.of(hop(from)) : routes,
                from,
                opening.cseq());
        String origin = opening.contact();
        LegState caller = new LegState(
                calleeText,
                callerText,
                origin == null ? SipUri.textOfElement(callerText) : origin,
                opening.recordRoutes(),
                opening.callerFlow(),
                -1);
        return new Pair(new LegDialog(opening.sipCallId(), caller), new LegDialog(opening.sipCallId(), callee));
    }

    /** A Route to where a response came from: the way to a callee who does not say where he is. */
    private static String hop(Flow from) {
        String source = from.source();
        int slash = source.lastIndexOf('/');
        return "<sip:" + source.substring(0, slash) + ";transport=" + source.substring(slash + 1) + ";lr>";
    }

    /** The Record-Routes above our own, reversed: what lies between us and the callee. */
    private static List<String> routesAbove(Opening opening, SipMessage response) {
        List<String> above = new ArrayList<>();
        for (String element : texts(response, HeaderName.RECORD_ROUTE)) {
            if (opening.ourElement().test(element)) {
                break;
            }
            above.add(element);
        }
        Collections.reverse(above);
        return above;
    }

    /** The dialog that a request belongs to by its tags, or null. */
    @Nullable
    Found find(SipMessage request) {
        String from = tag(request.fromTag());
        String to = tag(request.toTag());
        Pair pair = callerTag.equals(from) ? byCalleeTag.get(to) : null;
        if (pair != null) {
            return new Found(pair, true);
        }
        pair = callerTag.equals(to) ? byCalleeTag.get(from) : null;
        return pair == null ? null : new Found(pair, false);
    }

    /** Those that were answered and that no party has ended: usually one, more where the INVITE forked. */
    List<Pair> live() {
        return byCalleeTag.values().stream().filter(Pair::live).toList();
    }

    /** The Contact's URI as written, or null. */
    static @Nullable String contact(SipMessage message) {
        Span contact = message.topElement(HeaderName.CONTACT);
        String uri = contact == null ? "" : SipUri.textOfElement(message.text(contact));
        return SipUri.parse(uri) == null ? null : uri;
    }

    private static String text(SipMessage message, HeaderName name) {
        String value = message.header(name);
        return value == null ? "" : value;
    }

    private static List<String> texts(SipMessage message, HeaderName name) {
        return message.elements(name).stream().map(message::text).toList();
    }
}
