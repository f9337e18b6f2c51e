package io.tollgate.launcher.operator;

/** How a word looks on a terminal; what it means is always said in words too. */
enum Style {
    PLAIN(""),
    HEADING("1"),
    FAINT("2"),
    BAD("31"),
    GOOD("32"),
    WARNING("33");

    static final String END = "\u001b[0m";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String begin() {
        return "\u001b[" + code + "m";
    }
}
