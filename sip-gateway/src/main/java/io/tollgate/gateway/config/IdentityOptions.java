package io.tollgate.gateway.config;

import io.tollgate.gateway.identity.IdentityOrder;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.IdentityStep;
import io.tollgate.schemas.setting.Kind;
import io.tollgate.schemas.setting.Setting;
import io.tollgate.schemas.setting.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The settings that say whose a request is. */
final class IdentityOptions {
    private static final Kind<List<IdentityStep>> STEPS = Kind.listOf(Kind.oneOf(IdentityStep.class));

    private static final Kind<IdentityOrder> ORDER = new Kind<>(
            STEPS.expected() + ", each at most once, from last", text -> new IdentityOrder(STEPS.read(text)));

    static final Setting<IdentityOrder> IDENTITY_ORDER = Setting.of(
            "identity-order",
            ORDER,
            "trunk,digest,registration,credentials,from",
            "What is asked in turn whose a call is, also asserted (P-Asserted-Identity of trusted networks); without"
                    + " credentials and from nobody is taken at his word.");

    static final Setting<String> DIGEST_REALM = Setting.of(
            "digest-realm",
            Kind.matching(
                    Pattern.compile("[!#-\\[\\]-~]([ !#-\\[\\]-~]{0,62}[!#-\\[\\]-~])?"),
                    "up to 64 characters without quotes"),
            "tollgate",
            "Realm of the accounts' ha1, and of Tollgate's own challenges.");

    static final Setting<Integer> NONCE_SECONDS = Setting.of(
            "nonce-seconds",
            Kind.integer(5, 3_600),
            "60",
            "How long a challenge can be answered, and credentials be used again with a higher nonce count.");

    static final Setting<Boolean> FORWARDER_PAYS = Setting.flag(
            "forwarder-pays",
            "A call that Diversion or History-Info says was forwarded is that of who forwarded it, if the same source proves"
                    + " that account.");

    static final List<Setting<?>> OWN = List.of(IDENTITY_ORDER, FORWARDER_PAYS, DIGEST_REALM, NONCE_SECONDS);

    private IdentityOptions() {}

    static IdentityPolicy of(Settings settings) {
        return new IdentityPolicy(
                settings.value(IDENTITY_ORDER),
                settings.value(DIGEST_REALM),
                Duration.ofSeconds(settings.value(NONCE_SECONDS)),
                settings.value(FORWARDER_PAYS));
    }
}
