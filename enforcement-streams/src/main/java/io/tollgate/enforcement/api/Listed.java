package io.tollgate.enforcement.api;

import io.tollgate.enforcement.api.Peers.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A list of which each instance has a share. */
enum Listed {
    ACCOUNTS(Kind.ACCOUNT, (ledger, all) -> ledger.accounts()),
    CALLS(Kind.ACCOUNT, (ledger, all) -> ledger.calls(null)),
    CALLS_BY_ID(Kind.ACCOUNT, LocalLedger::callsById),
    ACCOUNT_ENTRIES(Kind.ACCOUNT, (ledger, all) -> ledger.accountEntries()),
    ORDERED_ENTRIES(Kind.ENTRY, (ledger, all) -> ledger.orderedEntries());

    private final Kind kind;
    private final BiFunction<LocalLedger, String, List<Map<String, Object>>> question;

    Listed(Kind kind, BiFunction<LocalLedger, String, List<Map<String, Object>>> question) {
        this.kind = kind;
        this.question = question;
    }

    /** The one that a path names. */
    static Optional<Listed> of(String name) {
        return Arrays.stream(values())
                .filter(list -> list.pathName().equals(name))
                .findFirst();
    }

    /** As it stands in a path. */
    String pathName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What an instance has of it, whole as far as it goes. Where it has nothing of that kind there is no store to ask.
     *
     * @param argument what is looked for; empty where all are
     */
    Share of(LocalLedger ledger, Peers peers, String argument) {
        var before = peers.here(kind);
        List<Map<String, Object>> items = before.isEmpty() ? List.of() : question.apply(ledger, argument);
        if (!before.equals(peers.here(kind))) {
            throw new Ledger.NotNow("the state is being moved, try again");
        }
        return new Share(before, items);
    }
}
