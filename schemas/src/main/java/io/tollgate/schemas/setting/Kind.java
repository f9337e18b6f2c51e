package io.tollgate.schemas.setting;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting's value means and how its text is read. A kind says in words what it expects, because that is what
 * somebody with a wrong value needs to see. Immutable.
 *
 * @param expected completes the sentence "expected ..."
 * @param parser throws {@code IllegalArgumentException} for what it cannot read
 */
public record Kind<T>(String expected, Function<String, T> parser) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    /** The value; {@code IllegalArgumentException} for text that is not of this kind. */
    public T read(String text) {
        return parser.apply(text);
    }

    /** Any text but an empty one. */
    public static Kind<String> text() {
        return matching(Pattern.compile("\\S(.*\\S)?"), "some text");
    }

    public static Kind<String> matching(Pattern pattern, String expected) {
        return new Kind<>(expected, text -> {
            check(pattern.matcher(text).matches(), text);
            return text;
        });
    }

    public static Kind<Boolean> bool() {
        return new Kind<>("true or false", text -> {
            check(text.equals("true") || text.equals("false"), text);
            return text.equals("true");
        });
    }

    /** A whole number; both bounds are allowed values. */
    public static Kind<Integer> integer(int least, int most) {
        return new Kind<>("a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            check(value >= least && value <= most, text);
            return value;
        });
    }

    /** A whole number; both bounds are allowed values. */
    public static Kind<Long> longInteger(long least, long most) {
        return new Kind<>("a whole number from " + least + " to " + most, text -> {
            long value = Long.parseLong(text);
            check(value >= least && value <= most, text);
            return value;
        });
    }

    /** A number with its unit, such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. */
    public static Kind<Duration> duration(Duration least, Duration most) {
        String expected =
                "a duration such as 500ms, 30s, 5m, 2h or 7d, from " + written(least) + " to " + written(most);
        return new Kind<>(expected, text -> {
            var groups = DURATION.matcher(text);
            check(groups.matches(), text);
            long number = Long.parseLong(groups.group(1));
            Duration value = switch (groups.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
            check(value.compareTo(least) >= 0 && value.compareTo(most) <= 0, text);
            return value;
        });
    }

    /** One of an enum's constants, written in lower case with dashes. */
    public static <E extends Enum<E>> Kind<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String names = constants.stream().map(Kind::written).collect(Collectors.joining(", "));
        return new Kind<>(
                "one of " + names,
                text -> constants.stream()
                        .filter(constant -> written(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(text)));
    }

    /** An address to listen on, where port 0 takes any free one. */
    public static Kind<HostPort> listenAddress() {
        return new Kind<>("HOST:PORT (IPv6 in brackets, port 0 for any free one)", HostPort::parse);
    }

    /** An address to connect to or to tell others. */
    public static Kind<HostPort> address() {
        return new Kind<>("HOST:PORT (IPv6 in brackets, port 1 to 65535)", text -> {
            HostPort address = HostPort.parse(text);
            check(address.port() != 0, text);
            return address;
        });
    }

    public static Kind<Cidr> cidr() {
        return new Kind<>("a network such as 192.0.2.0/24 or 2001:db8::/32", Cidr::parse);
    }

    public static Kind<SipTarget> sipTarget() {
        return new Kind<>("sip:HOST:PORT with an optional ;transport=udp, tcp or tls", SipTarget::parse);
    }

    public static Kind<URI> httpUri() {
        return new Kind<>("an http:// or https:// URL", text -> {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            check((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null, text);
            return uri;
        });
    }

    /** A path that need not exist yet. */
    public static Kind<Path> path() {
        return new Kind<>("a path", text -> {
            check(!text.isBlank(), text);
            return Path.of(text); // InvalidPathException is an IllegalArgumentException
        });
    }

    /** A file that is there and can be read now; the only kind that looks at anything but the text. */
    public static Kind<Path> readableFile() {
        return new Kind<>("a file that can be read", text -> {
            Path path = Path.of(text);
            check(Files.isRegularFile(path) && Files.isReadable(path), text);
            return path;
        });
    }

    /** Elements between commas, spaces around them dropped; nothing at all is the empty list. */
    public static <T> Kind<List<T>> listOf(Kind<T> element) {
        return new Kind<>("a comma list, each element " + element.expected(), text -> {
            if (text.isBlank()) {
                return List.of();
            }
            List<T> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                values.add(element.read(part.strip()));
            }
            return List.copyOf(values);
        });
    }

    /** As {@link #listOf}, with at least one element. */
    public static <T> Kind<List<T>> nonEmptyListOf(Kind<T> element) {
        Kind<List<T>> list = listOf(element);
        return new Kind<>(list.expected(), text -> {
            check(!text.isBlank(), text);
            return list.read(text);
        });
    }

    /** What can be switched off by the word {@code off}. */
    public static <T> Kind<Optional<T>> orOff(Kind<T> on) {
        return new Kind<>(
                on.expected() + ", or off", text -> text.equals("off") ? Optional.empty() : Optional.of(on.read(text)));
    }

    private static void check(boolean legal, String text) {
        if (!legal) {
            throw new IllegalArgumentException(text);
        }
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String written(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
