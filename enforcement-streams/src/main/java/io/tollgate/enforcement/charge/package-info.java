/**
 * How an account's money is drawn by its calls, and how far it reaches. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.charge;

import org.jspecify.annotations.NullMarked;
