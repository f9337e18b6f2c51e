/** SIP endpoints that hold a hundred thousand calls in little memory, where those of {@code sip-phones} remember each message. */
@NullMarked
package io.tollgate.benchmark.lean;

import org.jspecify.annotations.NullMarked;
