/** Whose call an attempt is, and what proves it. Pure: imports only the JDK and other pure packages. */
@NullMarked
package io.tollgate.gateway.identity;

import org.jspecify.annotations.NullMarked;
