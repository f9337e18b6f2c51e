package io.tollgate.gateway.transaction;

/** States of the four transaction machines, with the RFC's names; TRYING is also the INVITE client's "Calling". */
public enum State {
    TRYING,
    PROCEEDING,
    ACCEPTED,
    COMPLETED,
    CONFIRMED,
    TERMINATED
}
