package io.tollgate.schemas.setting;

import java.io.Serial;
import java.util.List;

/**
 * The start is stopped because of what was configured. Carries one line for each fault, each naming the key, the value
 * and what was expected, so that an operator can mend all of them before the next try.
 */
public final class SettingsRefused extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final List<String> faults;

    public SettingsRefused(List<String> faults) {
        super(String.join("; ", faults));
        if (faults.isEmpty()) {
            throw new IllegalArgumentException("a refusal needs at least one fault");
        }
        this.faults = List.copyOf(faults);
    }

    public SettingsRefused(String fault) {
        this(List.of(fault));
    }

    /** One line each, in the order in which they were found; never empty. */
    public List<String> faults() {
        return faults;
    }
}
