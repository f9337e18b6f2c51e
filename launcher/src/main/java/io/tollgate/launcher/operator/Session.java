package io.tollgate.launcher.operator;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * What a verb finds around it.
 *
 * @param clock in the zone of who reads
 */
public record Session(Map<String, String> environment, Terminal terminal, Clock clock) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    Instant now() {
        return clock.instant();
    }

    /** Local and short: the time alone for today's, else with its date. */
    String time(Instant instant) {
        ZonedDateTime local = instant.atZone(clock.getZone());
        boolean today = local.toLocalDate().equals(LocalDate.now(clock));
        return (today ? TIME : DAY_AND_TIME).format(local);
    }
}
