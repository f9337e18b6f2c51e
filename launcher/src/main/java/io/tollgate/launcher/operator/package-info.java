/** The operator's verbs: what people and scripts ask of a running Tollgate, over its HTTP API alone. */
@NullMarked
package io.tollgate.launcher.operator;

import org.jspecify.annotations.NullMarked;
