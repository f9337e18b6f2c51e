/** What makes a stranger's record valid where Streams and gateways both read it: what one obeys, the other does. */
@NullMarked
package io.tollgate.schemas.input;

import org.jspecify.annotations.NullMarked;
