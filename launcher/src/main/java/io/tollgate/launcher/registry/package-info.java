/** A small schema registry that speaks Confluent's REST API, for running Tollgate without anything else. */
@NullMarked
package io.tollgate.launcher.registry;

import org.jspecify.annotations.NullMarked;
