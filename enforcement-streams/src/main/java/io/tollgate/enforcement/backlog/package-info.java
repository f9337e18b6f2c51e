/**
 * How far a task is with what lay before it when it came to its thread: until it has read that, its clock waits, and it
 * reads that in the order of time.
 */
@NullMarked
package io.tollgate.enforcement.backlog;

import org.jspecify.annotations.NullMarked;
