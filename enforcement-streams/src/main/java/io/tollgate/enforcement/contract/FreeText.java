package io.tollgate.enforcement.contract;

/** Text for people, which may be as long as its author likes: its beginning is what is passed on. */
final class FreeText {

    private static final int MOST_CHARS = 4096;

    private FreeText() {}

    /** At most so much of it, and no character cut in two. */
    static String beginning(String text) {
        if (text.length() <= MOST_CHARS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS;
        return text.substring(0, end);
    }
}
