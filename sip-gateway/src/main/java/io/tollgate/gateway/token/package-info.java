/** Keyed MACs in Record-Route, Path and Via. Pure: JDK and core packages. */
@NullMarked
package io.tollgate.gateway.token;

import org.jspecify.annotations.NullMarked;
