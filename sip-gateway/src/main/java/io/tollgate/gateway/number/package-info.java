/** Destinations in E.164, emergency numbers. Pure: imports only the JDK. */
@NullMarked
package io.tollgate.gateway.number;

import org.jspecify.annotations.NullMarked;
