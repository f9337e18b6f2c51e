/** Calls as the gateway sees them: legs, states, inputs in and effects out. Pure. */
@NullMarked
package io.tollgate.gateway.dialog;

import org.jspecify.annotations.NullMarked;
