/** The {@code tollgate} command: any part of Tollgate, or all of it in one process on an embedded Kafka. */
@NullMarked
package io.tollgate.launcher;

import org.jspecify.annotations.NullMarked;
