package io.tollgate.enforcement.feed;

import io.tollgate.AccountState;
import io.tollgate.Admission;
import io.tollgate.BlacklistEntry;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.CallRefused;
import io.tollgate.Direction;
import io.tollgate.FraudVerdict;
import io.tollgate.Identity;
import io.tollgate.LegClosed;
import io.tollgate.OperatorCommand;
import io.tollgate.Termination;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last refusals and terminations and what led to them, so that "why?" has an answer after the call is over
 * and the entry gone. What belongs together comes from many topics in any order, so it is put together when it is asked
 * for. All of it is bounded; what is old makes place. Safe for threads.
 */
public final class Decisions implements Feed.Listener {

    /** Of each kind. */
    static final int MOST = 10_000;

    /** Accounts with many calls are named by some of them. */
    static final int MOST_CALLS_NAMED = 20;

    private final Recent<String, Ruling> rulings = new Recent<>(MOST);
    private final Recent<String, String> bySipCallId = new Recent<>(MOST);
    private final Recent<String, Termination> terminations = new Recent<>(MOST);
    private final Recent<String, BlacklistEntry> entries = new Recent<>(MOST);
    private final Recent<String, Admission> refusedAdmissions = new Recent<>(MOST);
    private final Recent<String, FraudVerdict> verdicts = new Recent<>(MOST);
    private final Recent<String, OperatorCommand> commands = new Recent<>(MOST);
    private final Recent<String, AccountState> states = new Recent<>(MOST);

    /** Calls that hold a channel, by account; as many accounts. */
    private final Recent<String, Set<String>> live = new Recent<>(MOST);

    /** What is kept of one. */
    private static final class Ruling {
        final CallEvent event;
        final @Nullable AccountState state;
        final List<String> calls;
        final List<LegClosed> legs = new ArrayList<>(2);

        @Nullable
        CallRecord record;

        Ruling(CallEvent event, @Nullable AccountState state, List<String> calls) {
            this.event = event;
            this.state = state;
            this.calls = calls;
        }
    }

    @Override
    public synchronized void hear(Heard heard) {
        var value = heard.value();
        if (value instanceof CallEvent event) {
            hear(event);
        } else if (value instanceof Termination termination) {
            terminations.merge(
                    termination.getTerminationId(),
                    termination,
                    (known, next) -> next.getRevision() >= known.getRevision() ? next : known);
        } else if (value instanceof BlacklistEntry entry) {
            // Renewed ones are among the last again.
            entries.remove(entry.getEntryId());
            entries.put(entry.getEntryId(), entry);
        } else if (value instanceof Admission admission && !admission.getAdmitted()) {
            refusedAdmissions.put(admission.getCallId(), admission);
        } else if (value instanceof FraudVerdict verdict) {
            verdicts.putIfAbsent(verdict.getVerdictId(), verdict);
        } else if (value instanceof OperatorCommand command) {
            commands.putIfAbsent(command.getCommandId(), command);
        } else if (value instanceof AccountState state) {
            states.remove(state.getAccount());
            states.put(state.getAccount(), state);
        } else if (value instanceof CallRecord record) {
            var ruling = rulings.get(record.getCallId());
            if (ruling != null && (ruling.record == null || ruling.record.getRevision() <= record.getRevision())) {
                ruling.record = record;
            }
        }
    }

    private void hear(CallEvent event) {
        var what = event.getEvent();
        if (what instanceof LegClosed leg) {
            var ruling = rulings.get(event.getCallId());
            if (ruling != null && ruling.legs.size() < 2) {
                ruling.legs.add(leg);
            }
            return;
        }
        boolean isOver = what instanceof CallEnded || what instanceof CallRefused;
        var holding = live.computeIfAbsent(event.getAccount(), account -> new LinkedHashSet<>());
        if (what instanceof CallRefused || what instanceof CallEnded ended && ended.getTerminationId() != null) {
            var calls = holding.stream().limit(MOST_CALLS_NAMED).toList();
            rulings.put(event.getCallId(), new Ruling(event, states.get(event.getAccount()), calls));
            bySipCallId.put(event.getSipCallId(), event.getCallId());
        }
        if (isOver) {
            holding.remove(event.getCallId());
        } else if (event.getDirection() == Direction.OUTBOUND
                && event.getIdentity() != Identity.CLAIMED
                && holding.size() < MOST) {
            holding.add(event.getCallId());
        }
        if (holding.isEmpty()) {
            live.remove(event.getAccount());
        }
    }

    /** What is remembered of a call, by Tollgate's id or the SIP Call-ID; empty: neither refused nor terminated, or long ago. */
    public synchronized Optional<Decided> of(String callId) {
        var ruling = rulings.get(callId);
        if (ruling == null) {
            ruling = rulings.get(bySipCallId.getOrDefault(callId, callId));
        }
        return Optional.ofNullable(ruling).map(this::decided);
    }

    /**
     * The last ones, the latest first.
     *
     * @param account null: of all
     */
    public synchronized List<Decided> last(@Nullable String account, int most) {
        var all = rulings.values().stream()
                .filter(ruling -> account == null || account.equals(ruling.event.getAccount()))
                .toList();
        List<Decided> last = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && last.size() < most; i--) {
            last.add(decided(all.get(i)));
        }
        return last;
    }

    private Decided decided(Ruling ruling) {
        var what = ruling.event.getEvent();
        var entryId = what instanceof CallRefused refused ? refused.getBlacklistEntryId() : null;
        var terminationId = what instanceof CallEnded ended ? ended.getTerminationId() : null;
        var termination = terminationId == null ? null : terminations.get(terminationId);
        return new Decided(
                ruling.event,
                ruling.legs,
                ruling.record,
                termination,
                get(entries, entryId),
                refusedAdmissions.get(ruling.event.getCallId()),
                get(verdicts, termination == null ? null : termination.getVerdictId()),
                get(commands, terminationId),
                ruling.state,
                ruling.calls);
    }

    private static <V> @Nullable V get(Map<String, V> map, @Nullable String key) {
        return key == null ? null : map.get(key);
    }
}
