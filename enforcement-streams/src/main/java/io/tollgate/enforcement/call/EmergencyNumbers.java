package io.tollgate.enforcement.call;

import java.util.List;
import java.util.Locale;

/** Destinations whose calls are never limited. A urn stands for its sub-services too (RFC 5031). Immutable. */
public record EmergencyNumbers(List<String> destinations) {

    public EmergencyNumbers {
        destinations = destinations.stream()
                .map(destination -> destination.toLowerCase(Locale.ROOT))
                .toList();
    }

    public boolean contains(String destination) {
        var lower = destination.toLowerCase(Locale.ROOT);
        return destinations.stream().anyMatch(number -> isSame(number, lower));
    }

    private static boolean isSame(String number, String destination) {
        return destination.equals(number)
                || number.startsWith("urn:")
                        && destination.startsWith(number)
                        && destination.charAt(number.length()) == '.';
    }
}
