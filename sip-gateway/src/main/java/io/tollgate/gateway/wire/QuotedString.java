package io.tollgate.gateway.wire;

/** Any text as a quoted-string (RFC 3261 section 25.1). Stateless. */
public final class QuotedString {
    private QuotedString() {}

    /** The text between quotes. A control character, which no line may hold or few parsers take, is a space. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(Character.isISOControl(c) ? ' ' : c);
        }
        return quoted.append('"').toString();
    }
}
