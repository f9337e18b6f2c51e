package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.AccountOutput;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.blacklist.EntryOutput;
import io.tollgate.enforcement.contract.Outputs;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the processors of a task's accounts share: where standings are kept, and how what follows goes out. Belongs to one
 * task.
 */
final class AccountDesk {

    private final ProcessorContext<byte[], Emission> context;
    private final Surroundings surroundings;
    private final Outbox outbox;
    private final KeyValueStore<String, AccountStanding> standings;
    private final KeyValueStore<String, Instant> fullAccounts;

    AccountDesk(ProcessorContext<byte[], Emission> context, Surroundings surroundings) {
        this.context = context;
        this.surroundings = surroundings;
        this.outbox = new Outbox(context, surroundings);
        this.standings = context.getStateStore(Stores.STANDINGS);
        this.fullAccounts = context.getStateStore(Stores.FULL_ACCOUNTS);
    }

    ProcessorContext<byte[], Emission> context() {
        return context;
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    AccountStanding standing(String account) {
        var known = standings.get(account);
        return known != null ? known : AccountStanding.UNKNOWN;
    }

    /** Keeps a standing; one that says no more than that of any unknown account needs no place. */
    void keep(String account, AccountStanding before, AccountStanding after, Instant now) {
        if (!after.equals(before)) {
            standings.put(account, after.equals(AccountStanding.UNKNOWN) ? null : after);
        }
        if (after.isFull() && !before.isFull()) {
            fullAccounts.put(account, now);
        } else if (before.isFull() && !after.isFull()) {
            fullAccounts.delete(account);
        }
    }

    /** What may ask the registry for a schema, as a store of the contract's records does when it writes the first. */
    void patiently(Runnable writing) {
        surroundings.patience().untilDone(writing);
    }

    void send(String account, List<AccountOutput> outputs) {
        outputs.forEach(output -> send(account, output));
    }

    void send(String account, AccountOutput output) {
        if (output instanceof AccountOutput.Terminate terminate) {
            var order = terminate.order();
            surroundings.metrics().terminationOrdered(order.grounds());
            outbox.publish(Topics.TERMINATIONS, order.key(), Outputs.termination(order));
        } else if (output instanceof AccountOutput.Blacklist blacklist) {
            send(blacklist.entry());
        } else if (output instanceof AccountOutput.Admit admit) {
            surroundings.metrics().admission(admit.refusal() == null);
            outbox.publish(Topics.ADMISSIONS, admit.gatewayId(), Outputs.admission(account, admit));
        } else if (output instanceof AccountOutput.ShowState state) {
            outbox.publish(Topics.ACCOUNT_STATES, account, Outputs.state(account, state));
        } else if (output instanceof AccountOutput.RecordCall record) {
            outbox.publish(Topics.CALL_RECORDS, account, Outputs.record(account, record.call()));
        } else if (output instanceof AccountOutput.NoteUndecided) {
            surroundings.metrics().answeredWithoutDecision();
        } else {
            throw new IllegalStateException("no way out for " + output);
        }
    }

    private void send(EntryOutput output) {
        if (output instanceof EntryOutput.Publish publish) {
            outbox.publish(Topics.BLACKLIST, publish.entry().entryId(), Outputs.entry(publish.entry()));
        } else if (output instanceof EntryOutput.Remove remove) {
            outbox.publish(Topics.BLACKLIST, remove.entryId(), null);
        }
    }
}
