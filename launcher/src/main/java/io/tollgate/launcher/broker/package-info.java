/** Apache Kafka's own broker inside this process, and the ports that it and others shall listen on. */
@NullMarked
package io.tollgate.launcher.broker;

import org.jspecify.annotations.NullMarked;
