package io.tollgate.gateway.command;

/** What a termination that arrived is to this gateway. All but the first two change nothing, and are counted. */
public enum Taken {
    /** Its id was not seen before. */
    NEW,
    /** It replaces a lower revision. */
    REVISED,
    /** This very revision was taken before. */
    DUPLICATE,
    /** A higher revision was taken before. */
    STALE;

    /** Whether it is to be acted upon. */
    public boolean counts() {
        return this == NEW || this == REVISED;
    }
}
