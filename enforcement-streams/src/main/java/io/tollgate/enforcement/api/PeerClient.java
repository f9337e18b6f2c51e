package io.tollgate.enforcement.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks other instances, under the same token: they trust each other as their callers do. Whatever keeps one from answering
 * soon is {@link Ledger.NotNow}: a part of an answer is none. Safe for threads.
 */
public final class PeerClient {

    /** A client waits for it, and an instance that is gone is replaced in some seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final JsonMapper json = new JsonMapper();
    private final @Nullable String token;

    /** @param token what all instances ask for; null: none */
    public PeerClient(@Nullable String token) {
        this.token = token;
    }

    /**
     * What the instance says at this path; empty: it has no such thing.
     *
     * @param parts of the path, in the order they come, each written so that it is one
     */
    <T> CompletableFuture<Optional<T>> ask(URI instance, TypeReference<T> type, String... parts) {
        return send(request(instance.resolve(PeerRoutes.ROOT + path(parts))).build())
                .thenApply(answer -> switch (answer.statusCode()) {
                    case 200 -> Optional.of(read(answer.body(), type));
                    case 404 -> Optional.empty();
                    default -> throw new Ledger.NotNow("another instance answers " + answer.statusCode());
                });
    }

    /** Sends it, with the token. */
    CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofByteArray()).exceptionally(away -> {
            throw new Ledger.NotNow(away instanceof CompletionException wrapped ? wrapped.getCause() : away);
        });
    }

    HttpRequest.Builder request(URI uri) {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Waits for an answer. */
    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Ledger.NotNow notNow ? notNow : new Ledger.NotNow(failed);
        }
    }

    private <T> T read(byte[] body, TypeReference<T> type) {
        try {
            return json.readValue(new String(body, StandardCharsets.UTF_8), type);
        } catch (JsonProcessingException strange) {
            throw new Ledger.NotNow(strange);
        }
    }

    /** Each part written so that it is one, whatever is in it. */
    static String path(String... parts) {
        var path = new StringBuilder();
        for (var part : parts) {
            // Made for forms, where a blank is a plus; and dots alone would lead elsewhere.
            var encoded = URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
            path.append('/').append(part.matches("\\.{1,2}") ? encoded.replace(".", "%2E") : encoded);
        }
        return path.toString();
    }
}
