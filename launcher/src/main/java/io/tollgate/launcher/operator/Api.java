package io.tollgate.launcher.operator;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tollgate's HTTP API as a verb asks it, with a deadline for each step. What does not succeed is thrown as {@link
 * Refused}, in words. Uses the JDK's older client: a verb asks once or twice and ends, and the newer one takes four times
 * as long to load.
 */
final class Api {

    static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    static final Duration READ_DEADLINE = Duration.ofSeconds(20);

    /** Longest wait that an answer can ask for before the second and last try of a read. */
    private static final int LONGEST_RETRY_SECONDS = 5;

    /** The API writes a heartbeat every 10 s into a stream that has nothing to tell. */
    private static final Duration SILENCE_DEADLINE = Duration.ofSeconds(35);

    private static final int MOST_BYTES = 256 << 20;
    private static final String JSON = "application/json";

    private final String base;
    private final String token;

    static {
        // On its own it would send a POST again whose answer was lost, and some of ours must not come twice.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** @param token what the API wants to see; empty: nothing */
    Api(URI address, String token) {
        String text = address.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.token = token;
    }

    /** A path whose variable parts may hold anything but nothing: {@code path("accounts", name)}. */
    static String path(String... parts) {
        StringBuilder path = new StringBuilder("/api");
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new Refused("refused: an empty name");
            }
            path.append('/').append(encoded(part));
        }
        return path.toString();
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What is there, asked for once more where the API says when to. */
    String get(String path) {
        return checked(patiently(path));
    }

    /** The same; empty: unknown there. */
    Optional<String> find(String path) {
        Answer answer = patiently(path);
        return answer.status() == HttpURLConnection.HTTP_NOT_FOUND ? Optional.empty() : Optional.of(checked(answer));
    }

    String put(String path, Map<String, ?> body) {
        return checked(ask("PUT", path, Json.write(body)));
    }

    String post(String path, Map<String, ?> body) {
        return checked(ask("POST", path, Json.write(body)));
    }

    String delete(String path) {
        return checked(ask("DELETE", path, null));
    }

    /** Deletes what is there; false: it is unknown there. */
    boolean remove(String path) {
        Answer answer = ask("DELETE", path, null);
        if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            return false;
        }
        checked(answer);
        return true;
    }

    /** Opens a stream that stays open. */
    InputStream stream(String path) {
        try {
            HttpURLConnection connection = open("GET", path, "text/event-stream");
            connection.setReadTimeout((int) SILENCE_DEADLINE.toMillis());
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new Refused(checked(answer(connection)));
            }
            return connection.getInputStream();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    Refused unreachable(IOException e) {
        String why;
        if (e instanceof UnknownHostException) {
            why = "its host is not known";
        } else if (e instanceof SocketTimeoutException) {
            why = "no answer in time";
        } else if (e instanceof ConnectException) {
            why = "nothing listens there";
        } else {
            why = String.valueOf(e.getMessage());
        }
        return Refused.forNow("cannot reach Tollgate's API at " + base + ": " + why + " (--api URL or TOLLGATE_API)");
    }

    private Answer patiently(String path) {
        Answer answer = ask("GET", path, null);
        if (answer.status() != HttpURLConnection.HTTP_UNAVAILABLE) {
            return answer;
        }
        pause(answer.retrySeconds());
        return ask("GET", path, null);
    }

    private Answer ask(String method, String path, @Nullable String body) {
        try {
            HttpURLConnection connection = open(method, path, JSON);
            if (!method.equals("GET")) {
                connection.setRequestProperty("Content-Type", JSON);
            }
            if (body != null) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                connection.setDoOutput(true);
                try (var out = connection.getOutputStream()) {
                    out.write(bytes);
                }
            }
            return answer(connection);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpURLConnection open(String method, String path, String accept) throws IOException {
        var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false); // the token is for nobody else
        connection.setConnectTimeout((int) CONNECT_DEADLINE.toMillis());
        connection.setReadTimeout((int) READ_DEADLINE.toMillis());
        connection.setRequestProperty("Accept", accept);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        return connection;
    }

    private static Answer answer(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        String after = connection.getHeaderField("Retry-After");
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MOST_BYTES);
            return new Answer(status, new String(bytes, StandardCharsets.UTF_8), retrySeconds(after));
        }
    }

    private static int retrySeconds(@Nullable String after) {
        return after != null && after.matches("[0-9]{1,9}")
                ? Math.min(Integer.parseInt(after), LONGEST_RETRY_SECONDS)
                : 1;
    }

    private String checked(Answer answer) {
        if (answer.isSuccess()) {
            return answer.body();
        }
        if (answer.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
            throw Refused.forNow("not now: " + answer.why());
        }
        throw new Refused(
                switch (answer.status()) {
                    case HttpURLConnection.HTTP_UNAUTHORIZED ->
                        token.isEmpty()
                                ? base + " asks for a token: set TOLLGATE_API_TOKEN"
                                : base + " does not accept the token in TOLLGATE_API_TOKEN";
                    case HttpURLConnection.HTTP_FORBIDDEN -> base + " does not serve this machine: " + answer.why();
                    case HttpURLConnection.HTTP_BAD_REQUEST -> "refused: " + answer.why();
                    default -> answer.why();
                });
    }

    private static void pause(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
