/** Copies of the signalling for HOMER and its like; nothing here touches the messages themselves. */
@NullMarked
package io.tollgate.gateway.capture;

import org.jspecify.annotations.NullMarked;
