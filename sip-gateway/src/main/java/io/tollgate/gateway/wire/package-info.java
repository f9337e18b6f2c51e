/** One-pass view of a SIP message's bytes, and splicing. Pure: imports only the JDK. */
@NullMarked
package io.tollgate.gateway.wire;

import org.jspecify.annotations.NullMarked;
