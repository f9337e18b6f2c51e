package io.tollgate.gateway.wire;

/** Line folding (RFC 3261 section 7.3.1), which reads as one space. Stateless. */
final class Folding {
    private Folding() {}

    /** The text of a stretch. */
    static String undone(byte[] bytes, int from, int to) {
        String text = Ascii.text(bytes, from, to);
        return text.indexOf('\n') < 0 ? text : undone(text);
    }

    /** Each run of white space with a line break in it as one space; in one pass, whatever its length. */
    private static String undone(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && " \t\r\n".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            if (end == at) {
                plain.append(text.charAt(at++));
            } else {
                boolean broken = text.substring(at, end).indexOf('\n') >= 0;
                plain.append(broken ? " " : text.substring(at, end));
                at = end;
            }
        }
        return plain.toString();
    }
}
