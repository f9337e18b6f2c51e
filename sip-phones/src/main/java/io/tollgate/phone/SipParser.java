package io.tollgate.phone;

import gov.nist.core.CommonLogger;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import javax.sip.address.Address;
import javax.sip.address.URI;

/**
 * JAIN-SIP's parser without its stack. Strict: a header that it cannot read makes the whole message bad, so that what a
 * lenient reader on the way let through shows here.
 *
 * <p>Owned by one endpoint's loop.
 */
final class SipParser {
    static {
        if (CommonLogger.legacyLogger == null) {
            // Without it the first parse looks for log4j, which nobody ships.
            CommonLogger.legacyLogger = SilentStackLogger.create();
        }
    }

    private final StringMsgParser parser = new StringMsgParser();
    private final AddressFactoryImpl addresses = new AddressFactoryImpl();

    SIPMessage message(byte[] bytes) throws ParseException {
        SIPMessage message = parser.parseSIPMessage(bytes, true, false, (e, partial, type, header, text) -> {
            throw e;
        });
        if (message == null || message.getCSeq() == null || message.getCallId() == null) {
            throw new ParseException("not a complete SIP message", 0);
        }
        if (message.getFrom() == null || message.getTo() == null || message.getTopmostVia() == null) {
            throw new ParseException("From, To or Via is missing", 0);
        }
        return message;
    }

    URI uri(String text) {
        try {
            return addresses.createURI(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a URI: " + text, e);
        }
    }

    Address address(String text) {
        try {
            return addresses.createAddress(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }

    private static final class SilentStackLogger {
        private SilentStackLogger() {}

        /** JAIN-SIP's logging interface has 18 methods of which a parser needs none: a proxy answers them all. */
        static StackLogger create() {
            return (StackLogger) java.lang.reflect.Proxy.newProxyInstance(
                    StackLogger.class.getClassLoader(),
                    new Class<?>[] {StackLogger.class},
                    (self, method, arguments) -> {
                        Class<?> type = method.getReturnType();
                        if (type == boolean.class) {
                            return false;
                        }
                        return type == int.class ? (Object) 0 : type == String.class ? "silent" : null;
                    });
        }
    }
}
