/** What each termination means: due times, revisions, duplicates, which calls. Pure: JDK and core packages. */
@NullMarked
package io.tollgate.gateway.command;

import org.jspecify.annotations.NullMarked;
