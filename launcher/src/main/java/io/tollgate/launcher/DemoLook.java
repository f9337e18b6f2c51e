package io.tollgate.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks at the HTTP API until it shows what a scene needs to begin; what comes of the scene is seen elsewhere. */
final class DemoLook {

    /** How long a write may take to be known; a slow machine takes seconds. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final String token;

    /** @param token what the API wants to see; empty: nothing */
    DemoLook(URI api, String token) {
        this.api = api;
        this.token = token;
    }

    /** Waits until a page has this in it. */
    void await(String path, String part) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String seen = "";
        while (System.nanoTime() < deadline) {
            seen = look(path);
            if (seen.contains(part)) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("no " + part + " at " + path + ", it says: " + seen);
    }

    private String look(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }
}
