package io.tollgate.schemas.topic;

import static io.tollgate.schemas.topic.Topic.FOR_EVER;
import static io.tollgate.schemas.topic.Topic.Timestamps.CREATE_TIME;
import static io.tollgate.schemas.topic.Topic.Timestamps.LOG_APPEND_TIME;

import io.tollgate.Account;
import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BalanceAdjustment;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.DialogSnapshot;
import io.tollgate.FraudVerdict;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.OperatorCommand;
import io.tollgate.Rate;
import io.tollgate.Termination;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The catalogue of all topics; keys are UTF-8 strings throughout. */
public final class Topics {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    /** Written by fraud systems. */
    public static final Topic VERDICTS = deleted(
            "tollgate.verdicts",
            FraudVerdict.class,
            WEEK,
            LOG_APPEND_TIME,
            "anything",
            "A verdict may name calls, accounts, prefixes or networks: no key would suit them all, and strangers hash"
                    + " keys in their own ways. Tollgate re-keys by subject what needs an order.");

    /** Written by provisioning. */
    public static final Topic ACCOUNTS = compacted(
            "tollgate.accounts",
            Account.class,
            "account",
            "The last settings of an account are all that counts, and compaction works by key.");

    /** Written by billing. */
    public static final Topic BALANCE_ADJUSTMENTS = deleted(
            "tollgate.balance-adjustments",
            BalanceAdjustment.class,
            FOR_EVER,
            CREATE_TIME,
            "account",
            "An account's adjustments keep the order in which its billing wrote them; kept for ever because balances"
                    + " are rebuilt from these and the call records.");

    /** Written by billing. */
    public static final Topic RATES = compacted(
            "tollgate.rates",
            Rate.class,
            "plan/prefix",
            "One rate for each prefix of a plan: a new price replaces the old one.");

    /** Written by the HTTP API. */
    public static final Topic OPERATOR_COMMANDS = deleted(
            "tollgate.operator-commands",
            OperatorCommand.class,
            WEEK,
            LOG_APPEND_TIME,
            "command id",
            "Commands name many kinds of subject, as verdicts do; the id spreads them evenly.");

    /** Written by gateways. */
    public static final Topic CALL_EVENTS = deleted(
            "tollgate.call-events",
            CallEvent.class,
            WEEK,
            CREATE_TIME,
            "account",
            "Channels and balance are decided for an account in one place: all facts about it in one order.");

    /** Written by streams. */
    public static final Topic ADMISSIONS = deleted(
            "tollgate.admissions",
            Admission.class,
            HOUR,
            CREATE_TIME,
            "gateway id",
            "Only the gateway that holds the call waits for the answer; it reads one partition instead of all.");

    /** Written by streams. */
    public static final Topic TERMINATIONS = deleted(
            "tollgate.terminations",
            Termination.class,
            DAY,
            CREATE_TIME,
            "account, else call id, else termination id",
            "Revisions of one order stay in order, and an account's orders with them; every gateway reads all"
                    + " partitions.");

    /** Written by streams. */
    public static final Topic BLACKLIST = compacted(
            "tollgate.blacklist",
            BlacklistEntry.class,
            "entry id",
            "An entry is replaced and removed by its id; every gateway reads all partitions.");

    /** Written by streams. */
    public static final Topic ACCOUNT_STATES = compacted(
            "tollgate.account-states", AccountState.class, "account", "The last state of an account is what is asked.");

    /** Written by streams. */
    public static final Topic CALL_RECORDS = deleted(
            "tollgate.call-records",
            CallRecord.class,
            FOR_EVER,
            CREATE_TIME,
            "account",
            "Revisions of a record stay in order, and an account's costs in one place; kept for ever because balances"
                    + " are rebuilt from these and the adjustments.");

    /** Written by gateways. */
    public static final Topic GATEWAYS = compacted(
            "tollgate.gateways",
            GatewayHeartbeat.class,
            "gateway id",
            "The last heartbeat of a gateway says whether its calls are still vouched for.");

    /**
     * How long it can be seen that a call has ended or moved. Each call leaves a tombstone, and who adopts calls reads them
     * all: a day of them would take longer than a lease.
     */
    public static final Duration DIALOG_TOMBSTONES = HOUR;

    /** Written by gateways, partitioned by the gateway id alone. */
    public static final Topic DIALOGS = compacted(
            "tollgate.dialogs",
            DialogSnapshot.class,
            DIALOG_TOMBSTONES,
            "gateway id, /, call id",
            "One snapshot for each call; all of a gateway's in one partition, so that who adopts its calls reads no"
                    + " others.");

    /** Written by streams: input that could not be used, byte for byte, with headers that say where it was and why. */
    public static final Topic REJECTED_INPUT = deleted(
            "tollgate.rejected-input", null, WEEK, CREATE_TIME, "as received", "What was received is kept as it was.");

    /** All of them, those written by others first. */
    public static final List<Topic> ALL = List.of(
            VERDICTS,
            ACCOUNTS,
            BALANCE_ADJUSTMENTS,
            RATES,
            OPERATOR_COMMANDS,
            CALL_EVENTS,
            ADMISSIONS,
            TERMINATIONS,
            BLACKLIST,
            ACCOUNT_STATES,
            CALL_RECORDS,
            GATEWAYS,
            DIALOGS,
            REJECTED_INPUT);

    private Topics() {}

    private static Topic compacted(String name, Class<? extends SpecificRecord> value, String key, String why) {
        return compacted(name, value, DAY, key, why);
    }

    private static Topic compacted(
            String name, Class<? extends SpecificRecord> value, Duration tombstones, String key, String why) {
        return new Topic(name, value, Cleanup.COMPACT, tombstones, CREATE_TIME, key, why);
    }

    private static Topic deleted(
            String name,
            @Nullable Class<? extends SpecificRecord> value,
            Duration retention,
            Topic.Timestamps timestamps,
            String key,
            String why) {
        return new Topic(name, value, Cleanup.DELETE, retention, timestamps, key, why);
    }
}
