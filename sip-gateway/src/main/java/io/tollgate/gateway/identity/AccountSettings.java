package io.tollgate.gateway.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of an account's provisioning that a gateway needs to recognise its calls and to admit them. What Streams
 * decides alone (balance, plan) is not here, so that it cannot be decided twice.
 *
 * <p>Immutable.
 *
 * @param account its name, case-sensitive
 * @param enabled false: new calls are refused
 * @param identities other SIP users ({@code bob}) or URIs ({@code sip:bob@example.org}) that are this account
 * @param trunks source networks that prove this account
 * @param strictAdmission no call is answered before it was admitted
 * @param admitWithoutDecision what happens when no Admission comes in time; null: false with strictAdmission, else true
 * @param metered whether its credit model is another than UNMETERED
 * @param ha1 digest HA1 in hexadecimal digits, MD5 or SHA-256; null: Tollgate does not verify this account itself
 * @param maxCallSeconds longest answered call in seconds; null: no limit
 * @param channelLimit most channels it may hold, over all gateways; null: no limit
 */
public record AccountSettings(
        String account,
        boolean enabled,
        List<String> identities,
        List<Network> trunks,
        boolean strictAdmission,
        @Nullable Boolean admitWithoutDecision,
        boolean metered,
        @Nullable String ha1,
        @Nullable Integer maxCallSeconds,
        @Nullable Integer channelLimit) {
    public AccountSettings {
        if (account.isEmpty()) {
            throw new IllegalArgumentException("an account needs a name");
        }
        identities = List.copyOf(identities);
        trunks = List.copyOf(trunks);
    }

    /** Whether its calls wait for an Admission before they are answered. */
    public boolean awaitsAdmission() {
        return strictAdmission || metered;
    }

    /** The account's failure policy: whether a call may be answered when no Admission came in time. */
    public boolean admitsWithoutDecision() {
        return admitWithoutDecision != null ? admitWithoutDecision : !strictAdmission;
    }

    /** Never shows {@code ha1}, which is as good as the password. */
    @Override
    public String toString() {
        return "AccountSettings[account=" + account + ", enabled=" + enabled + ", identities=" + identities
                + ", trunks=" + trunks + ", strictAdmission=" + strictAdmission + ", admitWithoutDecision="
                + admitWithoutDecision + ", metered=" + metered + ", ha1=" + (ha1 == null ? "none" : "set")
                + ", maxCallSeconds=" + maxCallSeconds + ", channelLimit=" + channelLimit + "]";
    }
}
