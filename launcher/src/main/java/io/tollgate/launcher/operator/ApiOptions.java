package io.tollgate.launcher.operator;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every verb can be told: where the API is, and who reads the answer. */
final class ApiOptions {

    private static final String DEFAULT = "http://127.0.0.1:8080";

    private final Session session;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec verb;

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Where Tollgate's HTTP API is; else TOLLGATE_API says, else " + DEFAULT
                    + ". TOLLGATE_API_TOKEN is the token that it asks for.")
    private @Nullable String url;

    @Option(names = "--json", description = "Print the API's JSON as it is, for scripts.")
    private boolean json;

    ApiOptions(Session session) {
        this.session = session;
    }

    boolean json() {
        return json;
    }

    Session session() {
        return session;
    }

    Terminal terminal() {
        return session.terminal();
    }

    /** Who gives an order: as the machine knows whoever typed it. */
    String operator() {
        String user = session.environment().getOrDefault("USER", "");
        return user.isEmpty() ? "operator" : user;
    }

    /** What goes behind the path of an order that has no body. */
    String order(String reason) {
        return "?operator=" + Api.encoded(operator()) + (reason.isEmpty() ? "" : "&reason=" + Api.encoded(reason));
    }

    /** Shows the answer to scripts as it is. */
    void print(String answer) {
        terminal().say(answer.stripTrailing());
    }

    /** Says that it is done: to scripts what the API answered, to people in words. */
    void done(String answer, String words) {
        if (json) {
            print(answer);
        } else {
            terminal().say(Cell.harmless(words));
        }
    }

    /** @throws ParameterException if it is no address */
    Api connect() {
        String text = url != null ? url : session.environment().getOrDefault("TOLLGATE_API", "");
        return new Api(
                address(text.isEmpty() ? DEFAULT : text), session.environment().getOrDefault("TOLLGATE_API_TOKEN", ""));
    }

    /** A fault of usage, told as picocli's own are. */
    ParameterException fault(String message) {
        if (verb == null) {
            throw new IllegalStateException("not mixed into a verb");
        }
        return new ParameterException(verb.commandLine(), message);
    }

    /** The same in the words that settings are refused with. */
    ParameterException fault(String key, String value, String expected) {
        return fault(key + ": '" + value + "' is refused, expected " + expected);
    }

    private URI address(String text) {
        try {
            URI address = new URI(text);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (http && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (java.net.URISyntaxException e) {
            // told below
        }
        throw fault(url != null ? "--api" : "TOLLGATE_API", text, "the API's URL, such as " + DEFAULT);
    }
}
