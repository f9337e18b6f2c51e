package io.tollgate.enforcement.store;

import io.tollgate.enforcement.call.AbsentCall;
import java.time.Instant;

/**
 * What is kept of a call that does not live here, for a time. Immutable.
 *
 * @param until when it is forgotten
 */
public record RememberedCall(AbsentCall call, Instant until) {}
