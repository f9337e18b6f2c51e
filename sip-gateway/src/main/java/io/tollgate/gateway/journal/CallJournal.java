package io.tollgate.gateway.journal;

/**
 * Keeps answered calls so that they can be ended after their gateway's death, by itself or by another one.
 * Implementations are for all threads, never wait, and never fail: a shard has calls to serve.
 */
public interface CallJournal {
    /** Keeps nothing; for rehearsals and tests. */
    CallJournal NONE = new CallJournal() {
        @Override
        public void keep(CallSnapshot snapshot) {}

        @Override
        public void forget(String callId) {}
    };

    /** Keeps a call as it is now, in the place of what was kept of it before. */
    void keep(CallSnapshot snapshot);

    /** A call that was kept is over. */
    void forget(String callId);
}
