package io.tollgate.system;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that stops parts of a Tollgate of its own and waits for long: for an outage to pass, for a lease or a SIP timer to
 * run out. It runs beside the others, one such class at a time; so many are marked that both take about as long.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Apart.LANE)
@Retention(RUNTIME)
@Target(TYPE)
@interface Apart {
    /** Whoever holds it as well has no such test beside it. */
    String LANE = "apart";
}
