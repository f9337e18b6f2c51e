package io.tollgate.gateway.proxy;

/**
 * What answers to a request may weigh whose source may be forged: all of them together about one and a half times what
 * came, and so the first one and a half times the request. Whoever asks in another's name gains nothing by our help, but
 * for the repetitions of a late answer. Of one transaction; belongs to its shard.
 */
final class AnswerBudget {
    private final int most;
    private long left;
    private int repeats;

    AnswerBudget(int requestBytes) {
        this.most = most(requestBytes);
        this.left = most;
    }

    /**
     * Whoever asked has been told to wait, and does not ask again: should the answer be lost, only we can send it again, and
     * that is twice beyond the sum.
     */
    void waits() {
        repeats = 2;
    }

    /** The longest answer to a request of so many bytes. */
    static int most(int requestBytes) {
        return requestBytes + requestBytes / 2;
    }

    /** The request came again. */
    void again() {
        left += most;
    }

    /** Whether one answer may be that long: a longer one waits until what has come together affords it. */
    boolean fits(int bytes) {
        return bytes <= Math.max(most, left);
    }

    /** Whether one may be sent now that can wait, with room left for another of its length. */
    boolean spares(int bytes) {
        return fits(bytes) && bytes <= left / 2;
    }

    /** Takes out the answer that the request is waiting for, which is never held back for what went before it. */
    boolean settle(int bytes) {
        if (!fits(bytes)) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Takes out what can as well wait until the request comes again; false: it is not to be sent. */
    boolean spend(int bytes) {
        if (!fits(bytes) || bytes > left && repeats == 0) {
            return false;
        }
        if (bytes > left) {
            repeats--;
        } else {
            left -= bytes;
        }
        return true;
    }
}
