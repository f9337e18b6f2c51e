package io.tollgate.gateway.number;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which Request-URIs are emergency calls (setting {@code emergency-numbers}): they are never refused, limited, charged
 * or terminated, so whatever is taken for one is a hole in every fence. Only the number itself counts: not as a prefix
 * of a longer one, not behind + or an international prefix, not with separators, not with parameters by which the
 * upstream may route it elsewhere, not in another country's phone-context.
 *
 * <p>The host is not looked at: a customer's call goes to the upstream whatever host its Request-URI names, as its
 * destination is the number alone. Immutable.
 */
public final class EmergencyNumbers {
    private static final String URN = "urn:";

    private final Set<String> numbers = new TreeSet<>();
    private final Set<String> services = new TreeSet<>();
    private final NumberPlan plan;

    /**
     * @param settings numbers as they are dialled, and service URNs (RFC 5031), which include their sub-services
     * @param plan whose country code may stand as phone-context
     */
    public EmergencyNumbers(List<String> settings, NumberPlan plan) {
        this.plan = plan;
        for (String setting : settings) {
            if (setting.isEmpty()) {
                throw new IllegalArgumentException("an emergency number is not empty");
            }
            String lower = setting.toLowerCase(Locale.ROOT);
            if (lower.startsWith(URN)) {
                services.add(lower);
            } else {
                numbers.add(setting);
            }
        }
    }

    /** What holds where nothing is configured: 112, 911, urn:service:sos. */
    public static EmergencyNumbers defaults(NumberPlan plan) {
        return new EmergencyNumbers(List.of("112", "911", "urn:service:sos"), plan);
    }

    /** Whether this Request-URI goes to one of them. Never throws. */
    public boolean matches(String requestUri) {
        if (requestUri.regionMatches(true, 0, URN, 0, URN.length())) {
            return service(requestUri.toLowerCase(Locale.ROOT));
        }
        UserPart user = UserPart.of(requestUri);
        return numbers.contains(user.text())
                && user.bare()
                && (user.context() == null || user.context().equals(plan.countryCode()));
    }

    /**
     * A call's destination as others are told it, who know an emergency call by that alone: the number or service where it
     * is one; where it only reads like one, such as 112 with a parameter by which the upstream may route it elsewhere, the
     * whole Request-URI.
     *
     * @param destination of any other call
     */
    public String told(String requestUri, String destination) {
        if (matches(requestUri)) {
            return UserPart.of(requestUri).text();
        }
        return numbers.contains(destination) || service(destination.toLowerCase(Locale.ROOT))
                ? NumberPlan.bounded(requestUri)
                : destination;
    }

    private boolean service(String urn) {
        for (String service : services) {
            if (urn.equals(service)) {
                return true;
            }
            if (urn.startsWith(service) && urn.charAt(service.length()) == '.') {
                return labels(urn, service.length() + 1);
            }
        }
        return false;
    }

    private static boolean labels(String urn, int from) {
        for (int i = from; i < urn.length(); i++) {
            char c = urn.charAt(i);
            boolean label = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
            boolean dot = c == '.' && i > from && urn.charAt(i - 1) != '.';
            if (!label && !dot) {
                return false;
            }
        }
        return from < urn.length() && urn.charAt(urn.length() - 1) != '.';
    }
}
