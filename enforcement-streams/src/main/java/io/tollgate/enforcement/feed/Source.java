package io.tollgate.enforcement.feed;

import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.FraudVerdict;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.OperatorCommand;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A topic that is followed. Immutable.
 *
 * @param beginning from where: what is there now, what is of late, or all of it
 * @param told whether it is told as it comes; else it only explains what is
 */
record Source(Topic topic, Class<? extends SpecificRecord> type, Beginning beginning, boolean told) {

    /** From where a topic is read at the start. */
    enum Beginning {
        FIRST,
        RECENT,
        NEXT
    }

    /** The blacklist from its first record, since what refuses a call today may be a year old. */
    static final List<Source> ALL = List.of(
            new Source(Topics.CALL_EVENTS, CallEvent.class, Beginning.RECENT, true),
            new Source(Topics.TERMINATIONS, Termination.class, Beginning.RECENT, true),
            new Source(Topics.BLACKLIST, BlacklistEntry.class, Beginning.FIRST, true),
            new Source(Topics.ACCOUNT_STATES, AccountState.class, Beginning.NEXT, true),
            new Source(Topics.CALL_RECORDS, CallRecord.class, Beginning.RECENT, true),
            new Source(Topics.ADMISSIONS, Admission.class, Beginning.RECENT, true),
            new Source(Topics.GATEWAYS, GatewayHeartbeat.class, Beginning.NEXT, true),
            new Source(Topics.VERDICTS, FraudVerdict.class, Beginning.RECENT, false),
            new Source(Topics.OPERATOR_COMMANDS, OperatorCommand.class, Beginning.RECENT, false));
}
