package io.tollgate.enforcement.account;

/** Whether somebody has set an account up. */
public enum Provision {
    /** Never: an account by that name, without limit. */
    NEVER,
    /** It has settings. */
    PROVISIONED,
    /** It had: refused until it has again. */
    FORGOTTEN
}
