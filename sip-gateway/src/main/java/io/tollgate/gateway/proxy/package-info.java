/**
 * Routes messages between transport, transactions and dialogs. Calls are spread by Call-ID over single-threaded shards, so
 * that nothing of one call ever needs a lock.
 */
@NullMarked
package io.tollgate.gateway.proxy;

import org.jspecify.annotations.NullMarked;
