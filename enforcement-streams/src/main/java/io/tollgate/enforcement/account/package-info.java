/**
 * What an account may do, which calls hold its channels, and what follows from each event. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.account;

import org.jspecify.annotations.NullMarked;
