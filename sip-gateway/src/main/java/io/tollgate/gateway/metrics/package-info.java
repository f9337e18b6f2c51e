/** Meter names and what they add up to, the gateway's health, and the pages that show both. */
@NullMarked
package io.tollgate.gateway.metrics;

import org.jspecify.annotations.NullMarked;
