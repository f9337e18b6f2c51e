package io.tollgate.enforcement.feed;

import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.FraudVerdict;
import io.tollgate.LegClosed;
import io.tollgate.OperatorCommand;
import io.tollgate.Termination;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or a termination with all that is known of its grounds. Immutable, as long as nobody changes the records.
 *
 * @param event the call's {@code CallRefused}, or the {@code CallEnded} that names a termination
 * @param legs what became of each leg
 * @param record null: none, or not yet
 * @param termination null: it was no termination, or is not remembered
 * @param entry what refused it, as it was last heard of; null: no entry did, or it is not remembered
 * @param admission what was said of the call; null: nothing
 * @param verdict what ordered it; null: no fraud system did, or that is not remembered
 * @param command what ordered it; null: no operator did, or that is not remembered
 * @param state the account's at that time, as far as it had come; null: none had
 * @param calls those that held its channels then, as far as they are known
 */
public record Decided(
        CallEvent event,
        List<LegClosed> legs,
        @Nullable CallRecord record,
        @Nullable Termination termination,
        @Nullable BlacklistEntry entry,
        @Nullable Admission admission,
        @Nullable FraudVerdict verdict,
        @Nullable OperatorCommand command,
        @Nullable AccountState state,
        List<String> calls) {

    public Decided {
        legs = List.copyOf(legs);
        calls = List.copyOf(calls);
    }
}
