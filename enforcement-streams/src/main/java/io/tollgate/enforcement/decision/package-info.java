/**
 * What every decision of this service yields: the next state and a list of outputs. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.decision;

import org.jspecify.annotations.NullMarked;
