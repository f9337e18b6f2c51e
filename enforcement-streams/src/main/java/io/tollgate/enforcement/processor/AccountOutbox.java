package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.AccountOutput;
import io.tollgate.enforcement.blacklist.EntryOutput;
import io.tollgate.enforcement.contract.Outputs;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.schemas.topic.Topics;
import java.util.List;

/** Sends what follows for an account to where it is read. Belongs to one task. */
record AccountOutbox(Outbox outbox, EnforcementMetrics metrics) {

    void send(String account, List<AccountOutput> outputs) {
        outputs.forEach(output -> send(account, output));
    }

    void send(String account, AccountOutput output) {
        if (output instanceof AccountOutput.Terminate terminate) {
            var order = terminate.order();
            metrics.terminationOrdered(order.grounds());
            outbox.publish(Topics.TERMINATIONS, order.key(), Outputs.termination(order));
        } else if (output instanceof AccountOutput.Blacklist blacklist) {
            send(blacklist.entry());
        } else if (output instanceof AccountOutput.Admit admit) {
            metrics.admission(admit.refusal() == null);
            outbox.publish(Topics.ADMISSIONS, admit.gatewayId(), Outputs.admission(account, admit));
        } else if (output instanceof AccountOutput.ShowState state) {
            outbox.publish(Topics.ACCOUNT_STATES, account, Outputs.state(account, state));
        } else if (output instanceof AccountOutput.RecordCall record) {
            outbox.publish(Topics.CALL_RECORDS, account, Outputs.record(account, record.call()));
        } else if (output instanceof AccountOutput.NoteUndecided) {
            metrics.answeredWithoutDecision();
        } else if (output instanceof AccountOutput.NoteReinstated) {
            metrics.callReinstated();
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
