package io.tollgate.launcher.operator;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as the API shows it. What is absent, null or of another kind reads as empty: a verb shows what it gets, and a
 * newer API may leave out what an older one had.
 *
 * @param values by name
 */
record Fields(Map<String, @Nullable Object> values) {

    /** @throws Refused if it is no JSON object */
    static Fields of(String json) {
        return of(read(json)).orElseThrow(() -> new Refused("the API's answer is no JSON object"));
    }

    /** @throws Refused if it is no JSON array */
    static List<Fields> listOf(String json) {
        if (!(read(json) instanceof List<?> list)) {
            throw new Refused("the API's answer is no JSON array");
        }
        return list(list);
    }

    @SuppressWarnings("unchecked") // JSON's names are text
    private static Optional<Fields> of(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? Optional.of(new Fields((Map<String, @Nullable Object>) map))
                : Optional.empty();
    }

    private static List<Fields> list(List<?> list) {
        List<Fields> items = new ArrayList<>(list.size());
        list.forEach(item -> of(item).ifPresent(items::add));
        return items;
    }

    private static @Nullable Object read(String json) {
        try {
            return Json.read(json);
        } catch (IllegalArgumentException e) {
            throw new Refused("the API's answer is no JSON; is something else listening there?");
        }
    }

    /** As text; empty: absent or null. */
    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    Optional<Long> number(String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Optional<Instant> instant(String name) {
        if (!(values.get(name) instanceof String text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An object within. */
    Optional<Fields> object(String name) {
        return of(values.get(name));
    }

    /** Money in the item's currency. */
    String money(String name) {
        return number(name).map(micros -> Amount.text(micros, text("currency"))).orElse("");
    }
}
