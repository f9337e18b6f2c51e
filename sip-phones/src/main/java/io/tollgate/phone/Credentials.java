package io.tollgate.phone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A digest user and his password; answers challenges (RFC 2617 as RFC 3261 section 22 uses it: MD5, with or without
 * qop=auth). Immutable.
 */
public record Credentials(String username, String password) {
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");

    /** HA1 as registrars keep it. */
    public String ha1(String realm) {
        return md5(username + ":" + realm + ":" + password);
    }

    /** The value of (Proxy-)Authorization for a challenge to a request. */
    String answer(String challenge, String method, String uri) {
        Map<String, String> given = parameters(challenge);
        String realm = given.getOrDefault("realm", "");
        String nonce = given.getOrDefault("nonce", "");
        String line = "Digest username=\"" + username + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\""
                + uri + "\", algorithm=MD5";
        if (given.containsKey("opaque")) {
            line += ", opaque=\"" + given.get("opaque") + "\"";
        }
        if (given.getOrDefault("qop", "").contains("auth")) {
            String cnonce = Ids.tag();
            return line + ", qop=auth, nc=00000001, cnonce=\"" + cnonce + "\", response=\""
                    + response(ha1(realm), nonce, "00000001", cnonce, method, uri) + "\"";
        }
        return line + ", response=\"" + response(ha1(realm), nonce, "", "", method, uri) + "\"";
    }

    /** Whether an Authorization's response fits this user, realm and method. */
    static boolean fits(Map<String, String> authorization, String ha1, String method) {
        String expected = response(
                ha1,
                authorization.getOrDefault("nonce", ""),
                authorization.containsKey("qop") ? authorization.getOrDefault("nc", "") : "",
                authorization.getOrDefault("cnonce", ""),
                method,
                authorization.getOrDefault("uri", ""));
        return expected.equals(authorization.get("response"));
    }

    static Map<String, String> parameters(String header) {
        Map<String, String> found = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header);
        while (parameter.find()) {
            found.put(parameter.group(1), parameter.group(2) != null ? parameter.group(2) : parameter.group(3));
        }
        return found;
    }

    private static String response(String ha1, String nonce, String count, String cnonce, String method, String uri) {
        String ha2 = md5(method + ":" + uri);
        return count.isEmpty()
                ? md5(ha1 + ":" + nonce + ":" + ha2)
                : md5(ha1 + ":" + nonce + ":" + count + ":" + cnonce + ":auth:" + ha2);
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Credentials[" + username + "]";
    }
}
