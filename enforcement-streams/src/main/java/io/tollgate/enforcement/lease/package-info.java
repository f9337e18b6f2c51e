/**
 * Who vouches for calls: gateways' heartbeats, their lives, and when a lease is out. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.lease;

import org.jspecify.annotations.NullMarked;
