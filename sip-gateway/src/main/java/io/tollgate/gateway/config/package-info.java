/** Settings of a gateway as checked records, and what reads them. */
@NullMarked
package io.tollgate.gateway.config;

import org.jspecify.annotations.NullMarked;
