package io.tollgate.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a phone does with an INVITE. Immutable; each {@code with} gives another one.
 *
 * @param trying whether 100 is sent at once
 * @param reliable whether the provisional asks for PRACK (RFC 3262); it is not repeated
 * @param ringStatus the provisional that follows, or 0 for none; 183 carries SDP
 * @param ringAfter how long after the INVITE it is sent
 * @param finalStatus 200, a refusal, or 0: the script decides by hand, or never
 * @param finalAfter how long after the INVITE the final response is sent
 * @param headers more headers for the provisional and the final response, each {@code Name: value}
 */
public record Answering(
        boolean trying,
        boolean reliable,
        int ringStatus,
        Duration ringAfter,
        int finalStatus,
        Duration finalAfter,
        List<String> headers) {
    public Answering {
        headers = List.copyOf(headers);
    }

    /** 100, 180 and 200 in one go. */
    public static Answering atOnce() {
        return after(Duration.ZERO);
    }

    /** 100 and 180 at once, 200 after {@code ringing}. */
    public static Answering after(Duration ringing) {
        return new Answering(true, false, 180, Duration.ZERO, 200, ringing, List.of());
    }

    /** 100 and 180, and then nothing until the script says so. */
    public static Answering byHand() {
        return new Answering(true, false, 180, Duration.ZERO, 0, Duration.ZERO, List.of());
    }

    /** A refusal without ringing. */
    public static Answering refusing(int status) {
        return new Answering(true, false, 0, Duration.ZERO, status, Duration.ZERO, List.of());
    }

    /** Not a word: as if nobody were there. */
    public static Answering silent() {
        return new Answering(false, false, 0, Duration.ZERO, 0, Duration.ZERO, List.of());
    }

    public Answering withTrying(boolean wanted) {
        return new Answering(wanted, reliable, ringStatus, ringAfter, finalStatus, finalAfter, headers);
    }

    /** The provisional asks for PRACK. */
    public Answering withReliable() {
        return new Answering(trying, true, ringStatus, ringAfter, finalStatus, finalAfter, headers);
    }

    /** Another provisional than 180; 0 for none. */
    public Answering withRinging(int status, Duration after) {
        return new Answering(trying, reliable, status, after, finalStatus, finalAfter, headers);
    }

    /** Rings, and answers so with {@code status} after a while. */
    public Answering withFinal(int status, Duration after) {
        return new Answering(trying, reliable, ringStatus, ringAfter, status, after, headers);
    }

    /** One more header, {@code Name: value}, in what is answered. */
    public Answering withHeader(String line) {
        List<String> more = new ArrayList<>(headers);
        more.add(line);
        return new Answering(trying, reliable, ringStatus, ringAfter, finalStatus, finalAfter, more);
    }
}
