package io.tollgate.gateway.message;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.parser.ParserFactory;
import java.text.ParseException;
import java.util.Locale;

/** Single headers through JAIN-SIP's parsers. Stateless; a parser is made for each header and lives as long. */
final class Headers {
    static {
        SilentLog.install();
    }

    private Headers() {}

    /**
     * One header.
     *
     * @throws ParseException if JAIN-SIP cannot read it, for whatever reason
     */
    static <T extends SIPHeader> T parse(Class<T> type, String name, String value) throws ParseException {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new ParseException("line break in " + name, 0);
        }
        try {
            SIPHeader header =
                    ParserFactory.createParser(name + ": " + value + "\n").parse();
            if (header instanceof SIPHeaderList<?> list && !list.isEmpty()) {
                header = (SIPHeader) list.getFirst();
            }
            if (!type.isInstance(header)) {
                throw new ParseException("not a " + name.toLowerCase(Locale.ROOT), 0);
            }
            return type.cast(header);
        } catch (RuntimeException e) {
            // Its parsers let index and null errors out for some malformed values.
            ParseException refused = new ParseException("unreadable " + name, 0);
            refused.initCause(e);
            throw refused;
        }
    }
}
