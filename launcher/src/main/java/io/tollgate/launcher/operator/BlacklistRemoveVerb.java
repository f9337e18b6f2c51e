package io.tollgate.launcher.operator;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate blacklist remove}: takes an entry off the list. */
@Command(
        name = "remove",
        description = "Removes an entry, whoever made it.",
        footer = {"", "Example: tollgate blacklist remove 5f0c2b9e"})
final class BlacklistRemoveVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", paramLabel = "ID", description = "The entry, as 'tollgate blacklist' shows it.")
    private String entry = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever asks why.")
    private String reason = "";

    BlacklistRemoveVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String path = Api.path("blacklist", entry) + api.order(reason);
        api.done(api.connect().delete(path), "entry " + entry + ": removed");
    }
}
