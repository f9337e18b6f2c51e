/**
 * What a call costs: money, rates, increments. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.rating;

import org.jspecify.annotations.NullMarked;
