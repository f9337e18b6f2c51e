/** Facts about calls, and the port that they leave by. Pure: JDK and core packages. */
@NullMarked
package io.tollgate.gateway.event;

import org.jspecify.annotations.NullMarked;
