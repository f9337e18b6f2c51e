/**
 * What of a call outlives its gateway: snapshots of answered calls, and what two accounts of them mean together. Pure: JDK
 * and core packages.
 */
@NullMarked
package io.tollgate.gateway.journal;

import org.jspecify.annotations.NullMarked;
