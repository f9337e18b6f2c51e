package io.tollgate.enforcement.charge;

/** How an account pays; names as in the contract. */
public enum CreditModel {
    /** Its calls cost nothing. */
    UNMETERED,
    /** Its balance stays at or above zero. */
    PREPAID,
    /** Its balance stays at or above minus its credit limit. */
    POSTPAID
}
