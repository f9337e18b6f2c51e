/**
 * Scripted SIP phones, a test upstream and a test proxy: the other end of the wire for the demo and the tests.
 *
 * <p>Each endpoint is one thread that owns its sockets, its timers and all state of its calls; what it offers to other
 * threads hands work to that thread and gives futures, snapshots and waits with a deadline.
 */
@NullMarked
package io.tollgate.phone;

import org.jspecify.annotations.NullMarked;
