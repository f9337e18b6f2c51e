package io.tollgate.gateway.proxy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What became of all dialogs of one leg: told once the last of them is done, and a success only if each was one. Belongs
 * to its shard.
 */
final class LegOutcome implements Consumer<@Nullable Integer> {
    private final Consumer<@Nullable Integer> told;
    private int open;
    private boolean failed;
    private @Nullable Integer status;

    LegOutcome(int dialogs, Consumer<@Nullable Integer> told) {
        this.open = dialogs;
        this.told = told;
        if (dialogs == 0) {
            accept(null);
        }
    }

    @Override
    public void accept(@Nullable Integer answer) {
        if (!failed) {
            status = answer;
            failed = answer == null || answer >= 300;
        }
        if (--open <= 0) {
            told.accept(status);
        }
    }
}
