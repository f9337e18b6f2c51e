package io.tollgate.launcher.operator;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate blacklist add}: refuses calls from now on, or excepts them. */
@Command(
        name = "add",
        description = {
            "Refuses the calls of an account, to a prefix, from a network, or those that all of these hit.",
            "Running calls go on: see 'tollgate terminate'."
        },
        footer = {
            "",
            "Example: tollgate blacklist add alice --prefix 882 --for 2h --reason 'premium numbers at night'",
            "         tollgate blacklist add --network 203.0.113.0/24",
            "         tollgate blacklist add alice --prefix 88216 --allow"
        })
final class BlacklistAddVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACCOUNT", description = "Only this account's calls.")
    private @Nullable String account;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            description = "Only calls to numbers that begin so; digits without +.")
    private @Nullable String prefix;

    @Option(names = "--network", paramLabel = "N", description = "Only calls from this address or CIDR.")
    private @Nullable String network;

    @Option(names = "--allow", description = "Except them from what is refused, instead of refusing them.")
    private boolean allow;

    @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 30m, 2h or 7d; left out, for ever.")
    private @Nullable String span;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever reads the list.")
    private String reason = "";

    BlacklistAddVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        if (account == null && prefix == null && network == null) {
            throw api.fault("expected an ACCOUNT, --prefix or --network");
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        put(entry, "account", account);
        put(entry, "destinationPrefix", prefix);
        put(entry, "sourceNetwork", network);
        entry.put("kind", allow ? "ALLOW" : "DENY");
        if (span != null) {
            entry.put(
                    "expiresAt",
                    api.session()
                            .now()
                            .plus(parsed(span))
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString());
        }
        entry.put("operator", api.operator());
        entry.put("reason", reason);
        String answer = api.connect().post(Api.path("blacklist"), entry);
        api.done(
                answer,
                (allow ? "allowed" : "blacklisted") + ": entry "
                        + Fields.of(answer).text("entryId"));
    }

    private Duration parsed(String text) {
        try {
            return Span.parse(text);
        } catch (IllegalArgumentException e) {
            throw api.fault("--for", text, Span.EXPECTED);
        }
    }

    private static void put(Map<String, Object> entry, String key, @Nullable String value) {
        if (value != null) {
            entry.put(key, value);
        }
    }
}
