package io.tollgate.gateway.identity;

import io.tollgate.gateway.identity.Identification.Astray;
import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.identity.Identification.Conflicting;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identification.Unproven;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule whose a customer's request is: each proof is asked in the configured order, and what is proven by itself comes
 * before what is only said, so that nobody spends under another's name.
 *
 * <p>Belongs to one shard, since its {@link DigestCheck} does.
 */
public final class Identifier {
    /** So many credentials in our realm are verified in one request: a client sends one, or an old one and a new one. */
    private static final int MOST_VERIFIED = 4;

    private final AccountDirectory accounts;
    private final IdentityOrder order;
    private final DigestCheck digests;

    public Identifier(AccountDirectory accounts, IdentityOrder order, DigestCheck digests) {
        this.accounts = accounts;
        this.order = order;
        this.digests = digests;
    }

    /** Whether a request could be challenged at all; where not, those that need no account need not be read. */
    public boolean challenges() {
        return order.verifies() && (!order.believes() || accounts.verified() > 0);
    }

    /** Whose a request is. */
    public Identification identify(Claims claims) {
        Identified forwarder = forwarder(claims);
        return forwarder == null ? withoutForwarder(claims) : forwarder;
    }

    /**
     * Who forwarded the call, if he is proven beside what the headers say: by a network that is believed, by his own trunk or
     * by his own registered flow. Else anybody could put his calls on another's bill by naming him.
     */
    private @Nullable Identified forwarder(Claims claims) {
        for (Forwarder forwarder : claims.forwarders()) {
            String account = accounts.known(List.of(forwarder.uri()));
            if (account != null && (claims.trusted() || accounts.trunked(account, claims.source()))) {
                return accounts.identified(account, Identity.TRUNK);
            }
            Proof proof = forwarder.registration();
            if (proof != null && proof.account().equals(account)) {
                return accounts.identified(account, proof.by());
            }
        }
        return null;
    }

    private Identification withoutForwarder(Claims claims) {
        for (IdentityStep step : order.steps()) {
            Identification found = ask(step, claims);
            if (found != null) {
                return found;
            }
        }
        if (!claims.challengeable()) {
            return accounts.identified(accounts.named(claims.fromUri()), Identity.CLAIMED);
        }
        // Known names and unknown ones are answered alike, so that nobody finds out which there are.
        String named = claimed(claims).get(0);
        boolean failed = claims.credentials().stream().anyMatch(digests::ours);
        return order.verifies() ? new Challenged(named, false, failed, DigestAlgorithm.MD5) : new Unproven(named);
    }

    private @Nullable Identification ask(IdentityStep step, Claims claims) {
        return switch (step) {
            case TRUNK -> proven(accounts.trunk(claims.source(), claims.fromUri()), Identity.TRUNK);
            case DIGEST -> digest(claims);
            case REGISTRATION -> registered(claims);
            // The network proves it, as a trunk's address does.
            case ASSERTED -> proven(accounts.known(claims.asserted()), Identity.TRUNK);
            case CREDENTIALS -> credentials(claims);
            case FROM -> accounts.identified(accounts.named(claims.fromUri()), Identity.CLAIMED);
        };
    }

    private @Nullable Identified proven(@Nullable String account, Identity by) {
        return account == null ? null : accounts.identified(account, by);
    }

    /** Who registers is not known by having registered before: it may be for another account now. */
    private @Nullable Identified registered(Claims claims) {
        Proof proof = claims.registration();
        return proof == null || claims.registers() ? null : accounts.identified(proof.account(), proof.by());
    }

    private @Nullable Identification digest(Claims claims) {
        boolean stale = false;
        boolean failed = false;
        int verified = 0;
        for (Credentials credentials : claims.credentials()) {
            String account = digests.ours(credentials) ? accounts.named(credentials) : null;
            AccountSettings settings = account == null ? null : accounts.settings(account);
            String ha1 = settings == null ? null : settings.ha1();
            if (account == null || ha1 == null || ++verified > MOST_VERIFIED) {
                continue;
            }
            switch (digests.verify(credentials, ha1, claims.method(), claims.requestUri())) {
                case GOOD -> {
                    return hijacks(claims, account)
                            ? new Unproven(account)
                            : accounts.identified(account, Identity.DIGEST);
                }
                case ASTRAY -> {
                    return new Astray(account);
                }
                case STALE -> stale = true;
                case WRONG -> failed = true;
            }
        }
        return claims.challengeable() ? challenge(claims, stale, failed) : null;
    }

    /** Whether who registers would have another account's calls come to him. */
    private boolean hijacks(Claims claims, String account) {
        String owner = claims.registers() ? accounts.known(List.of(claims.fromUri())) : null;
        return owner != null && !owner.equals(account);
    }

    /** Whoever says to be an account that has a password is asked for it. */
    private @Nullable Challenged challenge(Claims claims, boolean stale, boolean failed) {
        for (String account : claimed(claims)) {
            AccountSettings settings = accounts.settings(account);
            String ha1 = settings == null ? null : settings.ha1();
            if (ha1 != null) {
                DigestAlgorithm algorithm = DigestAlgorithm.of(ha1);
                return new Challenged(
                        account, stale, failed && !stale, algorithm == null ? DigestAlgorithm.MD5 : algorithm);
            }
        }
        return null;
    }

    private List<String> claimed(Claims claims) {
        List<String> claimed = new ArrayList<>(2);
        for (Credentials credentials : claims.credentials()) {
            String account = accounts.named(credentials);
            if (account != null) {
                claimed.add(account);
            }
        }
        if (claimed.isEmpty() || claims.registers()) {
            claimed.add(accounts.named(claims.fromUri()));
        }
        // Whoever forwards by himself can prove it; a challenge takes nothing from who did not.
        for (Forwarder forwarder : claims.forwarders()) {
            String account = accounts.known(List.of(forwarder.uri()));
            if (account != null) {
                claimed.add(account);
            }
        }
        return claimed;
    }

    private @Nullable Identification credentials(Claims claims) {
        String named = null;
        for (Credentials credentials : claims.credentials()) {
            String account = accounts.named(credentials);
            if (named != null && account != null && !named.equals(account)) {
                return new Conflicting(named, account);
            }
            named = account == null ? named : account;
        }
        return proven(named, Identity.CLAIMED);
    }
}
