package io.tollgate.gateway.admission;

/** Where a gateway tells all others whom to refuse. Never blocks; what it cannot take it counts and drops. */
public interface VerdictSink {
    /** Tells nobody. */
    VerdictSink NONE = verdict -> {};

    void tell(SourceVerdict verdict);
}
