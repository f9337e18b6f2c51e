package io.tollgate.enforcement.api;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses a query that says nothing for certain, as the server does with paths: Javalin decodes it leniently, in the
 * charset that a Content-Type names, and fails over what cannot be decoded. Here all is UTF-8.
 */
final class QueryCheck {

    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]+");
    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]*)\"?", Pattern.CASE_INSENSITIVE);

    private QueryCheck() {}

    /** For every request. */
    static void check(Context request) {
        var type = request.header("Content-Type");
        if (type != null && !isUtf8(type)) {
            throw new UnsupportedMediaTypeResponse("the charset of Content-Type is not UTF-8");
        }
        var query = request.queryString();
        if (query != null && !isText(query)) {
            throw new BadRequestResponse("the query is no text in UTF-8 that is percent-encoded");
        }
    }

    private static boolean isUtf8(String contentType) {
        return CHARSET.matcher(contentType)
                .results()
                .allMatch(charset -> charset.group(1).toLowerCase(Locale.ROOT).matches("utf-?8"));
    }

    private static boolean isText(String query) {
        if (BROKEN_ESCAPE.matcher(query).find()) {
            return false;
        }
        // Byte for byte, so that what is no UTF-8 shows; what came unescaped the server has decoded.
        var escaped =
                NOT_ASCII.matcher(query).replaceAll(raw -> URLEncoder.encode(raw.group(), StandardCharsets.UTF_8));
        var bytes = URLDecoder.decode(escaped, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.chars().noneMatch(character -> character == 0);
        } catch (CharacterCodingException foreign) {
            return false;
        }
    }
}
