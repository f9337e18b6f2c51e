/** The operator's own proxies: their addresses, their health, and which of them a request goes to. */
@NullMarked
package io.tollgate.gateway.upstream;

import org.jspecify.annotations.NullMarked;
