package io.tollgate.enforcement.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A live call as OpenSIPS lists a dialog: what of it we know. */
final class MiDialog {

    /** OpenSIPS's numbers for a dialog's states. */
    private static final int EARLY = 2;

    private static final int CONFIRMED = 4;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private MiDialog() {}

    /** @param call an item of {@code /api/calls} */
    static Map<String, Object> of(Map<String, Object> call) {
        var dialog = new LinkedHashMap<String, Object>();
        dialog.put("ID", String.valueOf(call.get("callId")));
        dialog.put("state", "ANSWERED".equals(call.get("state")) ? CONFIRMED : EARLY);
        dialog.put("user_flags", 0);
        if (call.get("answeredAt") instanceof String answeredAt) {
            var start = Instant.parse(answeredAt);
            dialog.put("timestart", start.getEpochSecond());
            dialog.put("datestart", DATE.format(start));
        } else {
            dialog.put("timestart", 0);
        }
        dialog.put("timeout", 0);
        dialog.put("callid", String.valueOf(call.get("sipCallId")));
        dialog.put("from_uri", String.valueOf(call.get("caller")));
        dialog.put("to_uri", String.valueOf(call.get("callee")));
        dialog.put("CALLEES", List.of());
        return dialog;
    }
}
