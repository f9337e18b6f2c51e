/**
 * What the gateway keeps on its own disk, so that a restart loses nothing while Kafka is away: events that wait, copies
 * of the views, dialogs. The only package that knows RocksDB; it takes and gives bytes and knows no record.
 */
@NullMarked
package io.tollgate.gateway.store;

import org.jspecify.annotations.NullMarked;
