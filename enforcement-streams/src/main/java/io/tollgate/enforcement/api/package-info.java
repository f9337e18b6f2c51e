/**
 * HTTP: health, metrics and the reading part of the API.
 */
@NullMarked
package io.tollgate.enforcement.api;

import org.jspecify.annotations.NullMarked;
