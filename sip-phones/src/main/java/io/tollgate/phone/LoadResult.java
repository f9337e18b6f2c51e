package io.tollgate.phone;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a load. Attempted = answered + failed + those that are still undecided.
 *
 * @param attempted calls placed
 * @param answered calls that got a 2xx
 * @param failed calls that ended without one
 * @param repeatsSent retransmissions that the phone sent meanwhile
 * @param repeatsReceived retransmissions that reached it meanwhile
 * @param byCallId when what happened to each call, by its SIP Call-ID, in the order of placing
 */
public record LoadResult(
        int attempted, int answered, int failed, long repeatsSent, long repeatsReceived, Map<String, Times> byCallId) {
    /**
     * One call's story in the caller's stamps.
     *
     * @param invited the INVITE went out
     * @param ringing the first provisional above 100 came; null: none
     * @param answered the 2xx came; null: none
     * @param ended the BYE, CANCEL or refusal; null: not yet
     */
    public record Times(
            Moment invited,
            @Nullable Moment ringing,
            @Nullable Moment answered,
            @Nullable CallEnd ended) {
        /** From INVITE to 2xx; null where there was none. */
        public @Nullable Duration setUp() {
            return answered == null ? null : answered.since(invited);
        }
    }

    static LoadResult of(List<PlacedCall> calls, long repeatsSent, long repeatsReceived) {
        Map<String, Times> times = new LinkedHashMap<>();
        int answered = 0;
        int failed = 0;
        for (PlacedCall call : calls) {
            List<CallStep> invited = call.steps(CallStep.Kind.INVITED);
            if (invited.isEmpty()) {
                continue; // ordered, and the phone has not come to it yet
            }
            boolean hasAnswer = call.answered().isDone();
            answered += hasAnswer ? 1 : 0;
            failed += !hasAnswer && call.ended().isDone() ? 1 : 0;
            Sighting ringing = call.ringing().getNow(null);
            Sighting answer = call.answered().getNow(null);
            times.put(
                    call.callId(),
                    new Times(
                            invited.get(0).at(),
                            ringing == null ? null : ringing.at(),
                            answer == null ? null : answer.at(),
                            call.ended().getNow(null)));
        }
        return new LoadResult(times.size(), answered, failed, repeatsSent, repeatsReceived, times);
    }

    /** The numbers; the calls one by one would fill a screen. */
    @Override
    public String toString() {
        return attempted + " calls: " + answered + " answered, " + failed + " failed; retransmissions: " + repeatsSent
                + " sent, " + repeatsReceived + " received";
    }
}
