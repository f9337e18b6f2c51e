package io.tollgate.phone;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What arrives at an open SIP port and is no SIP, one datagram of each kind: each has one fault. Stateless. */
public final class MalformedMessages {
    private static final String START = "INVITE sip:1@127.0.0.1 SIP/2.0";
    private static final List<String> HEADERS = List.of(
            "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKmalformed",
            "From: <sip:nobody@127.0.0.1>;tag=1",
            "To: <sip:1@127.0.0.1>",
            "Call-ID: malformed",
            "CSeq: 1 INVITE",
            "Max-Forwards: 70",
            "Content-Length: 0");

    private MalformedMessages() {}

    /** All of them. */
    public static List<byte[]> all() {
        List<byte[]> all = new ArrayList<>();
        for (String start : List.of(
                "",
                "INVITE",
                "INVITE sip:1@127.0.0.1",
                "INVITE  sip:1@127.0.0.1 SIP/2.0",
                "INVITE sip:1@127.0.0.1 SIP/3.0",
                "INVITE sip:1@127.0.0.1 SIP/2.0 more",
                "IN@VITE sip:1@127.0.0.1 SIP/2.0",
                "SIP/2.0",
                "SIP/2.0 999 Unheard Of",
                "SIP/2.0 0 Nothing",
                "SIP/2.0 -1 Less",
                "SIP/2.0 200x OK",
                "GET / HTTP/1.1",
                "INVITE sip:1@127.0.0.1 SIP/2.0\nX: bare line feed")) {
            all.add(message(start, HEADERS));
        }
        for (int i = 0; i < 5; i++) {
            List<String> missing = new ArrayList<>(HEADERS);
            String taken = missing.remove(i);
            all.add(message(START, missing));
            missing.add(taken.substring(0, taken.indexOf(':') + 1));
            all.add(message(START, missing));
            if (i > 0) {
                all.add(message(START, with(taken)));
            }
        }
        for (String value : List.of("x INVITE", "-1 INVITE", "99999999999 INVITE", "1", "1 BYE")) {
            all.add(message(START, instead("CSeq", value)));
        }
        for (String value : List.of("SIP/2.0/UDP", "SIP/2.0", ";branch=z9hG4bK1", "SIP/2.0/UDP [::1", ",")) {
            all.add(message(START, instead("Via", value)));
        }
        for (String value : List.of("-1", "2147483647", "99999999999999999999", "many", "1")) {
            all.add(message(START, instead("Content-Length", value)));
        }
        for (String value : List.of("-1", "256", "x")) {
            all.add(message(START, instead("Max-Forwards", value)));
        }
        all.add(message(START, with("no colon")));
        all.add(message(START, with(": no name")));
        all.add(message(START, with("X\u0001Y: a control character")));
        all.add(message(START, with("X: a carriage return \r alone")));
        all.add(message(START, with("X: " + "a".repeat(20_000))));
        all.add(message(START, with("X: a" + "\r\n b".repeat(6_000))));
        all.add(message(START, with(("X: y\r\n").repeat(300).stripTrailing())));
        all.add(message(
                START, with(("Via: SIP/2.0/UDP 127.0.0.1\r\n").repeat(71).stripTrailing())));
        all.add(bytes(START + "\r\n" + String.join("\r\n", HEADERS)));
        all.add(new byte[1_000]);
        all.add(filled((byte) 0xFF, 1_000));
        all.add(filled((byte) 'A', 65_507));
        byte[] noise = new byte[4_000];
        new Random(1).nextBytes(noise);
        all.add(noise);
        all.add(new String(message(START, HEADERS), StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16));
        return all;
    }

    private static List<String> with(String line) {
        List<String> lines = new ArrayList<>(HEADERS);
        lines.add(0, line);
        return lines;
    }

    private static List<String> instead(String name, String value) {
        return HEADERS.stream()
                .map(line -> line.startsWith(name + ":") ? name + ": " + value : line)
                .toList();
    }

    private static byte[] message(String start, List<String> headers) {
        return bytes(start + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] filled(byte with, int length) {
        byte[] all = new byte[length];
        Arrays.fill(all, with);
        return all;
    }
}
