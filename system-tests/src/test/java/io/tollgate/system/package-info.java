/** Tollgate from outside: processes, sockets, a real broker. */
@NullMarked
package io.tollgate.system;

import org.jspecify.annotations.NullMarked;
