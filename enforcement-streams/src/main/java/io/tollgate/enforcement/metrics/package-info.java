/**
 * Meter names and the counters behind them.
 */
@NullMarked
package io.tollgate.enforcement.metrics;

import org.jspecify.annotations.NullMarked;
