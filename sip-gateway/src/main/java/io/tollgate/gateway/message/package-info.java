/**
 * JAIN-SIP as a message library: reads what needs a decision and builds what Tollgate originates. With the phones the only
 * package that imports {@code javax.sip} or {@code gov.nist}; no stack is ever started.
 */
@NullMarked
package io.tollgate.gateway.message;

import org.jspecify.annotations.NullMarked;
