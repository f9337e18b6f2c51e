/** Names of the upstream in DNS; the only package that knows a DNS library. */
@NullMarked
package io.tollgate.gateway.names;

import org.jspecify.annotations.NullMarked;
