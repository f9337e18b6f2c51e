/** The gateway's wiring: start, drain, stop. */
@NullMarked
package io.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
