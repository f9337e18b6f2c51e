/**
 * How settings are declared and read: option, then environment, then file, then default, with all faults told at once.
 * Each service declares its own settings with these types; nothing here knows a service, a command line parser or a
 * logger.
 */
@NullMarked
package io.tollgate.schemas.setting;

import org.jspecify.annotations.NullMarked;
