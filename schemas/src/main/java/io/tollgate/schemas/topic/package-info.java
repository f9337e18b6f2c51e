/** The topics of the public contract as data, and their creation. */
@NullMarked
package io.tollgate.schemas.topic;

import org.jspecify.annotations.NullMarked;
