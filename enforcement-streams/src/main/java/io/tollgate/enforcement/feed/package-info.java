/**
 * What is published, followed by every instance from all instances' and gateways' points of view: for events that are
 * told as they come, for the grounds of what was decided, and for what observing would have saved.
 */
@NullMarked
package io.tollgate.enforcement.feed;

import org.jspecify.annotations.NullMarked;
