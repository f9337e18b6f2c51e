package io.tollgate.system;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test whose processes are all its own and which mostly waits: for an outage to pass, for a lease or a SIP timer to run
 * out. It runs beside those that share a {@link Cluster} or keep both processors busy, one such class at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("apart")
@Retention(RUNTIME)
@Target(TYPE)
@interface Apart {}
