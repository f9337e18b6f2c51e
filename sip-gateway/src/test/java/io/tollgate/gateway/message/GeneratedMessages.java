package io.tollgate.gateway.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Messages as they come, odd ones and broken ones, each made of one seed: what grammar allows (folding, compact names,
 * quoting, escapes, IPv6, several values in one line or in many), then, in a part of them, one or two faults.
 */
public final class GeneratedMessages {
    private static final List<String> URIS = List.of(
            "sip:alice@example.org",
            "sip:+49301234@192.0.2.1:5070;user=phone",
            "sips:bob@example.org;transport=tcp",
            "sip:example.org",
            "sip:[2001:db8::10]:5070",
            "sip:carol@[2001:DB8::1]",
            "sip:a%20b@example.org",
            "sip:alice:secret@example.org",
            "sip:user;par=u%40example.net@example.com",
            "sip:*31%23@Example.ORG;lr",
            "tel:+49-30-1234",
            "tel:110;phone-context=example.org",
            "urn:service:sos");
    private static final List<String> NAMES = List.of(
            "",
            "\"A. Name\" ",
            "Alice ",
            "Al ice ",
            "\"with \\\"quotes\\\", <sip:x@y>;tag=no\" ",
            "\"\" ",
            "\"\u00e4\"");
    private static final List<String> HOSTS = List.of(
            "192.0.2.7", "192.0.2.7:5062", "pc33.example.org", "pc33.Example.org:5060", "[2001:db8::7]", "[::1]:5070");
    private static final List<String> PARAMETERS =
            List.of(";lr", ";x=\"a;b,c\"", ";ttl=5", ";flag", ";expires=60", ";q=0.5", ";n%61me=v%61lue");
    private static final String INSERTED = "\"<>;,:@ \t\r\n\0%\\[]=()/?\u00e40a-.";

    private final Random random;

    private GeneratedMessages(long seed) {
        this.random = new Random(seed);
    }

    /** The message of a seed. */
    public static byte[] of(long seed) {
        return new GeneratedMessages(seed).message().getBytes(StandardCharsets.UTF_8);
    }

    private String message() {
        String text = sound();
        int faults = random.nextInt(3);
        for (int i = 0; i < faults; i++) {
            text = text.length() < 2 ? text : broken(text);
        }
        return text;
    }

    private String sound() {
        boolean request = chance(80);
        String method = any(List.of("INVITE", "INVITE", "REGISTER", "OPTIONS", "BYE", "ACK", "x-NEW.1"));
        String body = chance(50) ? "" : "v=0\r\no=- 1 1 IN IP4 h\r\n";
        List<String> lines = new ArrayList<>();
        int vias = 1 + random.nextInt(3);
        if (chance(70)) {
            for (int i = 0; i < vias; i++) {
                lines.add(line("Via", "v", via()));
            }
        } else {
            lines.add(line("Via", "v", String.join(any(List.of(",", " , ", ", ")), Collections.nCopies(vias, via()))));
        }
        lines.add(line("From", "f", address(";tag=" + random.nextInt(1000))));
        lines.add(line("To", "t", address(chance(50) ? "" : ";tag=t" + random.nextInt(1000))));
        lines.add(line("Call-ID", "i", any(List.of("a84b4c76e66710", "a@b", "f81d4fae-7dec@[2001:db8::1]", "x.y~z"))));
        lines.add(line("CSeq", "CSeq", random.nextInt(100_000) + any(List.of(" ", "  ")) + method));
        if (chance(80)) {
            lines.add(line("Max-Forwards", "Max-Forwards", any(List.of("70", "0", "255", "0070"))));
        }
        addresses(lines, "Route", "Route");
        addresses(lines, "Record-Route", "Record-Route");
        addresses(lines, "Contact", "m");
        if (chance(80)) {
            lines.add(line("Content-Length", "l", String.valueOf(body.length())));
        }
        if (chance(40)) {
            lines.add(line("X-Other", "X-Other", any(List.of(";;,,", "\"open", "a: b", ""))));
        }
        if (chance(40)) {
            Collections.shuffle(lines, random);
        }
        String start = request
                ? method + " " + any(URIS) + " SIP/2.0"
                : "SIP/2.0 " + (100 + random.nextInt(600)) + " " + any(List.of("OK", "", "a: b"));
        return start + "\r\n" + String.join("", lines) + "\r\n" + body;
    }

    private void addresses(List<String> lines, String name, String compact) {
        if (name.equals("Contact") && chance(5)) {
            lines.add(line(name, compact, "*"));
            return;
        }
        int count = chance(50) ? 0 : 1 + random.nextInt(3);
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(any(NAMES) + "<" + any(URIS) + ">" + parameters());
        }
        if (count > 0 && chance(50)) {
            lines.add(line(name, compact, String.join(any(List.of(",", " , ", ", ")), elements)));
        } else {
            elements.forEach(element -> lines.add(line(name, compact, element)));
        }
    }

    private String via() {
        String space = chance(90) ? "" : " ";
        return "SIP" + space + "/" + space + "2.0" + space + "/" + space
                + any(List.of("UDP", "TCP", "TLS", "udp", "WS")) + " " + any(HOSTS)
                + (chance(90) ? ";branch=z9hG4bK" + random.nextInt(100_000) : "")
                + any(List.of("", "", ";rport", ";rport=5070"))
                + any(List.of("", "", ";received=192.0.2.9", ";received=2001:db8::9", ";received=[2001:db8::9]"))
                + (chance(20) ? parameters() : "");
    }

    private String address(String tag) {
        return chance(70)
                ? any(NAMES) + "<" + any(URIS) + ">" + parameters() + tag
                : any(URIS).replaceAll(";.*", "") + tag + parameters();
    }

    private String parameters() {
        return chance(60) ? "" : any(PARAMETERS);
    }

    private String line(String name, String compact, String value) {
        String written = chance(20) ? compact : chance(10) ? name.toUpperCase(java.util.Locale.ROOT) : name;
        String colon = any(List.of(": ", ": ", ": ", ":", " : ", ":\t", ":\r\n "));
        String folded = chance(10) ? value.replaceFirst(" ", "\r\n\t ") : value;
        return written + colon + folded + (chance(95) ? "" : " ") + "\r\n";
    }

    private String broken(String text) {
        int at = random.nextInt(Math.max(1, text.length() - 1));
        int lineEnd = text.indexOf("\r\n", at);
        int lineStart = text.lastIndexOf("\r\n", at) + 2;
        switch (random.nextInt(8)) {
            case 0:
                return text.substring(0, at) + text.substring(at + 1);
            case 1, 2:
                return text.substring(0, at) + INSERTED.charAt(random.nextInt(INSERTED.length())) + text.substring(at);
            case 3, 4:
                return text.substring(0, at)
                        + INSERTED.charAt(random.nextInt(INSERTED.length()))
                        + text.substring(at + 1);
            case 5:
                return lineEnd < lineStart || lineStart < 2
                        ? text
                        : text.substring(0, lineStart) + text.substring(lineEnd + 2);
            case 6:
                return text.replaceFirst("\r\n\r\n", "\r\nContent-Length: " + random.nextInt(30) + "\r\n\r\n");
            default:
                return chance(50) || lineEnd < lineStart || lineStart < 2
                        ? text.substring(0, at)
                        : text.substring(0, lineEnd + 2) + text.substring(lineStart);
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
