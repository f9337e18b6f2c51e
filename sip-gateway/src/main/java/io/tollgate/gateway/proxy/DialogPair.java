package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;

/** One dialog, as Tollgate can speak in it to either side. Belongs to its call's shard. */
final class DialogPair {
    private final LegDialog caller;
    private final LegDialog callee;
    private boolean confirmed;
    private boolean left;
    private boolean ended;
    private boolean acknowledged;
    private boolean spokenFor;

    DialogPair(LegDialog caller, LegDialog callee) {
        this.caller = caller;
        this.callee = callee;
    }

    LegDialog caller() {
        return caller;
    }

    LegDialog callee() {
        return callee;
    }

    /** The caller hung up on it while it rang. */
    void leave() {
        left = true;
    }

    /** Whether that is so. */
    boolean left() {
        return left;
    }

    /** A party ended it with BYE. */
    void end() {
        ended = true;
    }

    /** Whether that is so. */
    boolean ended() {
        return ended;
    }

    boolean live() {
        return confirmed && !ended;
    }

    /** Its 2xx came. */
    void confirm() {
        confirmed = true;
    }

    /** Whether that is so. */
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
