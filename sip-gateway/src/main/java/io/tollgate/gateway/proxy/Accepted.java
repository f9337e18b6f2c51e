package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.identity.Registrations.Binding;
import io.tollgate.gateway.wire.Contact;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a REGISTER and the 2xx to it say of the devices that registered (RFC 3261 sections 10.2.1.1 and 10.3). Stateless.
 */
final class Accepted {
    private static final long DEFAULT_SECONDS = 3_600;

    /** So many that a registrar lists are looked at for each that registered; what is not found proves nothing. */
    private static final int MOST_GRANTED = 256;

    private Accepted() {}

    /** Whether it took all contacts back. */
    static boolean all(SipMessage register) {
        return contacts(register, 0, Integer.MAX_VALUE).stream().anyMatch(Contact::isAll);
    }

    /** What became of each contact of the REGISTER, of the last as many as are remembered; none where it only asked. */
    static List<Binding> bindings(SipMessage register, SipMessage success) {
        List<Contact> granted = contacts(success, 0, MOST_GRANTED);
        List<Binding> bindings = new ArrayList<>(1);
        int asked = register.elements(HeaderName.CONTACT).size();
        for (Contact contact : contacts(register, asked - Registrations.MOST_DEVICES, Registrations.MOST_DEVICES)) {
            if (!contact.isAll()) {
                bindings.add(new Binding(
                        device(contact), Duration.ofSeconds(lifetime(contact, register, granted, success))));
            }
        }
        return bindings;
    }

    /**
     * The registrar lists all contacts that it has, each with its time. One that is not among them is not registered; only
     * a registrar that lists none at all is taken at its other words.
     */
    private static long lifetime(Contact contact, SipMessage register, List<Contact> granted, SipMessage success) {
        Long asked = first(contact.expires(), expires(register));
        if (asked != null && asked == 0) {
            return 0;
        }
        if (granted.isEmpty()) {
            return or(first(expires(success), asked));
        }
        for (Contact one : granted) {
            if (same(contact, one)) {
                return or(first(one.expires(), first(expires(success), asked)));
            }
        }
        return 0;
    }

    private static long or(@Nullable Long seconds) {
        return seconds == null ? DEFAULT_SECONDS : seconds;
    }

    private static @Nullable Long first(@Nullable Long one, @Nullable Long other) {
        return one != null ? one : other;
    }

    private static @Nullable Long expires(SipMessage message) {
        String text = message.header(HeaderName.EXPIRES);
        return text == null ? null : Contact.seconds(text);
    }

    private static List<Contact> contacts(SipMessage message, int from, int most) {
        return message.elements(HeaderName.CONTACT).stream()
                .skip(Math.max(0, from))
                .limit(most)
                .map(span -> new Contact(message.text(span)))
                .toList();
    }

    /** RFC 5626 section 6: by instance and reg-id where it has both, else by the URI. */
    private static String device(Contact contact) {
        String instance = contact.parameter("+sip.instance");
        String flow = contact.parameter("reg-id");
        return instance == null || flow == null ? contact.uri() : instance + ";" + flow;
    }

    private static boolean same(Contact sent, Contact granted) {
        if (sent.uri().equals(granted.uri()) || device(sent).equals(device(granted))) {
            return true;
        }
        SipUri one = SipUri.parse(sent.uri());
        SipUri other = SipUri.parse(granted.uri());
        return one != null
                && other != null
                && one.host().equalsIgnoreCase(other.host())
                && one.portOrDefault() == other.portOrDefault()
                && (one.user() == null ? other.user() == null : one.user().equals(other.user()));
    }
}
