/** Measures Tollgate from outside, as its users would feel it. */
@NullMarked
package io.tollgate.benchmark;

import org.jspecify.annotations.NullMarked;
