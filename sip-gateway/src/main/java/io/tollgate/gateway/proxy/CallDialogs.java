package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.DialogState;
import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of one call, one for each tag that the callee's side answered with: several where the INVITE forked (RFC
 * 3261 section 12.1). Belongs to its call's shard.
 */
final class CallDialogs {
    /** A request in one of the dialogs. */
    record Found(DialogPair pair, boolean fromCaller) {
        LegDialog receiver() {
            return fromCaller ? pair.callee() : pair.caller();
        }

        LegDialog sender() {
            return fromCaller ? pair.caller() : pair.callee();
        }
    }

    /** No call rings more phones than this. */
    private static final int MOST = 32;

    private final @Nullable DialogOpening opening;
    private final String callerTag;
    private final Map<String, DialogPair> byCalleeTag;

    /**
     * No dialogs yet.
     *
     * @param invite as it came in
     * @param tokens of this very pass, one for each hop that the INVITE is sent to; more may come
     * @param own what is Tollgate itself
     */
    CallDialogs(SipMessage invite, Flow callerFlow, List<String> tokens, OwnNames own) {
        this(DialogOpening.of(invite, callerFlow, tokens, own), tag(invite.fromTag()), new HashMap<>(2));
    }

    /** Those of a call that is taken up again; no more will come. */
    CallDialogs(String sipCallId, String callerTag, List<DialogState> kept) {
        this(null, callerTag, new HashMap<>(2));
        for (DialogState dialog : kept) {
            DialogPair pair = new DialogPair(
                    LegDialog.resumed(sipCallId, dialog.caller()), LegDialog.resumed(sipCallId, dialog.callee()));
            pair.confirm();
            pair.acknowledge();
            byCalleeTag.put(dialog.calleeTag(), pair);
        }
    }

    /**
     * Those that were there before.
     *
     * @param opening null: no more will come
     * @param byCalleeTag taken over
     */
    CallDialogs(@Nullable DialogOpening opening, String callerTag, Map<String, DialogPair> byCalleeTag) {
        this.opening = opening;
        this.callerTag = callerTag;
        this.byCalleeTag = byCalleeTag;
    }

    /** What new ones are made of; null: no more will come. */
    @Nullable
    DialogOpening opening() {
        return opening;
    }

    /** All of them, by the tag that the callee's side answered with. */
    Map<String, DialogPair> byCalleeTag() {
        return Collections.unmodifiableMap(byCalleeTag);
    }

    /** Whether a 2xx made one of them. */
    boolean answered() {
        return byCalleeTag.values().stream().anyMatch(DialogPair::confirmed);
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
        return opening != null ? opening.callerFlow() : flow(DialogPair::caller);
    }

    /** Where a callee was last heard of; null: none answered. */
    @Nullable
    Flow calleeFlow() {
        return flow(DialogPair::callee);
    }

    private @Nullable Flow flow(Function<DialogPair, LegDialog> side) {
        return byCalleeTag.isEmpty()
                ? null
                : side.apply(byCalleeTag.values().iterator().next()).flow();
    }

    /** Those that live, to be kept. */
    List<DialogState> states() {
        List<DialogState> states = new ArrayList<>(1);
        byCalleeTag.forEach((tag, pair) -> {
            if (pair.live()) {
                states.add(new DialogState(
                        tag, pair.caller().state(), pair.callee().state()));
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
    DialogPair respond(SipMessage response, Flow from, Supplier<String> requestUri) {
        String tag = tag(response.toTag());
        boolean confirms = response.status() >= 200;
        if (opening == null
                || !LegDialog.speakable(tag)
                || tag.isEmpty() && !confirms
                || !byCalleeTag.containsKey(tag) && !room(confirms)) {
            return null;
        }
        DialogPair pair = byCalleeTag.computeIfAbsent(tag, t -> opening.open(response, t, from, requestUri));
        // A bare 180 may be all that is known of a callee until a later response says where it is.
        String contact = pair.confirmed() ? null : opening.own().contact(response);
        if (contact != null) {
            pair.callee().retarget(contact, from);
            pair.callee().reroute(opening.routesAbove(response));
        }
        if (confirms) {
            pair.confirm();
        }
        return pair;
    }

    /** A phone that answers takes the place of one that rings: what we do not know we could not end. */
    private boolean room(boolean confirms) {
        return byCalleeTag.size() < MOST || confirms && byCalleeTag.values().removeIf(pair -> !pair.confirmed());
    }

    private static String tag(@Nullable String tag) {
        return tag == null ? "" : tag;
    }

    /** The dialog of a response, or null. */
    @Nullable
    DialogPair of(SipMessage response) {
        return byCalleeTag.get(tag(response.toTag()));
    }

    /** Whether this 2xx was seen before. */
    boolean answered(SipMessage response) {
        DialogPair pair = of(response);
        return pair != null && pair.confirmed();
    }

    /** The dialog that a request belongs to by its tags, or null. */
    @Nullable
    Found find(SipMessage request) {
        String from = tag(request.fromTag());
        String to = tag(request.toTag());
        DialogPair pair = callerTag.equals(from) ? byCalleeTag.get(to) : null;
        if (pair != null) {
            return new Found(pair, true);
        }
        pair = callerTag.equals(to) ? byCalleeTag.get(from) : null;
        return pair == null ? null : new Found(pair, false);
    }

    /** Those that were answered and that no party has ended: usually one, more where the INVITE forked. */
    List<DialogPair> live() {
        return byCalleeTag.values().stream().filter(DialogPair::live).toList();
    }
}
