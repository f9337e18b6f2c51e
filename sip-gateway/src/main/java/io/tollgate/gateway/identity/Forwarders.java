package io.tollgate.gateway.identity;

import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who forwarded a call, by what its INVITE says: Diversion (RFC 5806), else History-Info (RFC 7044, RFC 4244). Only said:
 * whether it can be believed is another question. Stateless.
 */
public final class Forwarders {
    /** So many are looked at, the latest first; a call that was forwarded more often loops. */
    static final int MOST = 8;

    private static final Pattern INDEX = Pattern.compile("(?i);\\s*index\\s*=\\s*([0-9.]{1,64})");
    /** The entry that the target was put in the place of (RFC 7044 section 10.1). */
    private static final Pattern MAPPED = Pattern.compile("(?i);\\s*mp\\s*=\\s*([0-9.]{1,64})");
    /** That of the redirection to this target (RFC 4458), and the Reason why the target was given up (RFC 4244). */
    private static final Pattern CAUSE = Pattern.compile("(?i);cause=[0-9]{3}");

    private static final Pattern REASON = Pattern.compile("(?i)[?&]Reason=[^&?]*cause");

    private Forwarders() {}

    /** The URIs of those who forwarded it, the latest first. */
    public static List<String> of(SipMessage invite) {
        List<String> said = new ArrayList<>();
        invite.elements(HeaderName.DIVERSION).stream()
                .limit(MOST)
                .forEach(element -> said.add(SipUri.textOfElement(invite.text(element))));
        return said.isEmpty() ? ofHistory(invite) : said;
    }

    private record Entry(
            String uri, @Nullable String index, @Nullable String mapped) {
        static Entry of(String element) {
            String uri = SipUri.textOfElement(element);
            String parameters = element.substring(element.indexOf('>') + 1);
            return new Entry(uri, value(INDEX, parameters), value(MAPPED, parameters));
        }

        private static @Nullable String value(Pattern pattern, String parameters) {
            Matcher matcher = pattern.matcher(parameters);
            return matcher.find() ? matcher.group(1) : null;
        }
    }

    private static List<String> ofHistory(SipMessage invite) {
        List<Entry> history = invite.elements(HeaderName.HISTORY_INFO).stream()
                .limit(4L * MOST)
                .map(element -> Entry.of(invite.text(element)))
                .toList();
        List<String> said = new ArrayList<>();
        for (int i = history.size() - 1; i > 0 && said.size() < MOST; i--) {
            String forwarder = before(history, i);
            if (forwarder != null && !said.contains(forwarder)) {
                said.add(forwarder);
            }
        }
        return said;
    }

    /** Who forwarded the call to this entry's target; null: nobody, it was only routed there. */
    private static @Nullable String before(List<Entry> history, int at) {
        Entry entry = history.get(at);
        if (entry.mapped() != null) {
            return history.stream()
                    .filter(other -> Objects.equals(other.index(), entry.mapped()))
                    .map(Entry::uri)
                    .findFirst()
                    .orElse(null);
        }
        String previous = history.get(at - 1).uri();
        return CAUSE.matcher(entry.uri()).find() || REASON.matcher(previous).find() ? previous : null;
    }
}
