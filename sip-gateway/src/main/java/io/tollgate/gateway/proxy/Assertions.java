package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Splice;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * P-Asserted-Identity passes only between those that trust each other (RFC 3325 sections 5 and 7): the upstream's side and
 * customers' trusted networks. Belongs to its shard.
 */
final class Assertions {
    private static final Pattern ID = Pattern.compile("(^|[;,\\s])id($|[;,\\s])");

    private final Boundary boundary;
    private final List<Network> trusted;

    Assertions(Boundary boundary, List<Network> trusted) {
        this.boundary = boundary;
        this.trusted = List.copyOf(trusted);
    }

    /** Whether a customer there is believed. */
    boolean trusts(Flow customer) {
        return trusted.stream()
                .anyMatch(network -> network.contains(customer.remote().getAddress()));
    }

    /** What a request asserts of its sender, each as its URI, if it can be believed; else nothing. */
    List<String> of(SipMessage request, Flow from) {
        return request.first(HeaderName.P_ASSERTED_IDENTITY) < 0 || !trusts(from)
                ? List.of()
                : request.elements(HeaderName.P_ASSERTED_IDENTITY).stream()
                        .map(element -> SipUri.textOfElement(request.text(element)))
                        .toList();
    }

    /** A customer's request on its way to the upstream. */
    void fromCustomer(SipMessage request, Flow from, Outgoing message) {
        if (request.first(HeaderName.P_ASSERTED_IDENTITY) >= 0 && !trusts(from)) {
            message.without(HeaderName.P_ASSERTED_IDENTITY);
        }
    }

    /** The upstream's request on its way to a customer, who may be meant not to see who calls. */
    void toCustomer(SipMessage request, @Nullable Flow to, Outgoing message) {
        if (to != null && hidden(request, to)) {
            message.without(HeaderName.P_ASSERTED_IDENTITY);
        }
    }

    /** A request from the customers' side on its way to a customer. */
    void amongCustomers(SipMessage request, Flow from, Flow to, Outgoing message) {
        if (request.first(HeaderName.P_ASSERTED_IDENTITY) >= 0 && (!trusts(from) || hidden(request, to))) {
            message.without(HeaderName.P_ASSERTED_IDENTITY);
        }
    }

    /** A response as it may be believed: a customer's without what only trusted networks assert. */
    SipMessage came(SipMessage response, Flow from) {
        boolean believed = response.first(HeaderName.P_ASSERTED_IDENTITY) < 0 || boundary.inside(from) || trusts(from);
        return believed ? response : without(response);
    }

    /** A response on its way to where its request came from. */
    SipMessage goes(SipMessage response, Flow to) {
        return hidden(response, to) ? without(response) : response;
    }

    private boolean hidden(SipMessage message, Flow to) {
        return message.first(HeaderName.P_ASSERTED_IDENTITY) >= 0
                && asksForPrivacy(message)
                && !boundary.inside(to)
                && !trusts(to);
    }

    private static boolean asksForPrivacy(SipMessage message) {
        for (int line = message.first(HeaderName.PRIVACY);
                line >= 0;
                line = message.next(HeaderName.PRIVACY, line + 1)) {
            if (ID.matcher(message.text(message.valueAt(line)).toLowerCase(Locale.ROOT))
                    .find()) {
                return true;
            }
        }
        return false;
    }

    private static SipMessage without(SipMessage message) {
        Splice splice = new Splice(message);
        for (int line = message.first(HeaderName.P_ASSERTED_IDENTITY);
                line >= 0;
                line = message.next(HeaderName.P_ASSERTED_IDENTITY, line + 1)) {
            splice.cut(message.lineAt(line));
        }
        try {
            return SipMessage.parse(splice.bytes());
        } catch (MalformedMessage impossible) {
            throw new IllegalStateException("a message is one without a header that it need not have", impossible);
        }
    }
}
