package io.tollgate.schemas.serde;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What the serde is told under Confluent's names, so that properties written for Confluent's classes work with ours.
 *
 * @param urls {@code schema.registry.url}: one or more, separated by commas; asked in turn until one answers
 * @param autoRegister {@code auto.register.schemas} (false, unlike Confluent's: Tollgate registers when it starts)
 * @param useLatest {@code use.latest.version} (false): write under the id of the subject's newest schema, if that
 *     encodes alike
 * @param user {@code basic.auth.user.info}, {@code USER:PASSWORD}, where {@code basic.auth.credentials.source} is
 *     USER_INFO; null: what the URL has before its {@code @}, if anything
 */
record SerdeSettings(
        List<URI> urls,
        boolean autoRegister,
        boolean useLatest,
        @Nullable String user) {

    private static final String URL = "schema.registry.url";
    private static final String AUTO_REGISTER = "auto.register.schemas";
    private static final String USE_LATEST = "use.latest.version";
    private static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";

    SerdeSettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new ConfigException(URL, "", "expected the schema registry's URL");
        }
    }

    static SerdeSettings of(Map<String, ?> configuration) {
        var settings = new SerdeSettings(
                urls(configuration.get(URL)),
                flag(configuration, AUTO_REGISTER),
                flag(configuration, USE_LATEST),
                user(configuration));
        if (settings.autoRegister && settings.useLatest) {
            throw new ConfigException(USE_LATEST, true, "expected false, or " + AUTO_REGISTER + "=false");
        }
        return settings;
    }

    private static List<URI> urls(@Nullable Object value) {
        List<URI> urls = new ArrayList<>();
        var parts = value instanceof List<?> list
                ? list
                : List.of(String.valueOf(value == null ? "" : value).split(","));
        for (var part : parts) {
            var text = String.valueOf(part).strip();
            if (!text.isEmpty()) {
                urls.add(url(text));
            }
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            var url = URI.create(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below like any other that is none.
        }
        throw new ConfigException(URL, text, "expected http://HOST:PORT or https://HOST:PORT");
    }

    private static boolean flag(Map<String, ?> configuration, String key) {
        var value = configuration.get(key);
        if (value == null) {
            return false;
        }
        return switch (String.valueOf(value).strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigException(key, value, "expected true or false");
        };
    }

    private static @Nullable String user(Map<String, ?> configuration) {
        var source = configuration.get(CREDENTIALS_SOURCE);
        if (source == null || "URL".equals(source)) {
            return null;
        }
        var user = configuration.get(USER_INFO);
        if (!"USER_INFO".equals(source)) {
            throw new ConfigException(CREDENTIALS_SOURCE, source, "expected URL or USER_INFO");
        }
        if (user == null || String.valueOf(user).indexOf(':') < 1) {
            throw new ConfigException(USER_INFO, null, "expected USER:PASSWORD");
        }
        return String.valueOf(user);
    }
}
