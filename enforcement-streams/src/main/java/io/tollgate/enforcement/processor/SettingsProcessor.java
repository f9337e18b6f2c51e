package io.tollgate.enforcement.processor;

import io.tollgate.Account;
import io.tollgate.enforcement.account.SettingsRules;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.contract.AccountInput;
import io.tollgate.enforcement.store.AccountForms;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Brings new settings to their account; a tombstone forgets it. */
public final class SettingsProcessor implements Processor<byte[], byte[], byte[], Emission> {

    private final Surroundings surroundings;
    private final Deserializer<Account> deserializer;
    private @Nullable Work work;

    public SettingsProcessor(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.deserializer = AccountForms.settings(surroundings.registry()).deserializer();
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        work = new Work(
                new AccountDesk(context, surroundings),
                context.getStateStore(Stores.SETTINGS),
                context.getStateStore(Stores.CALLS));
    }

    @Override
    public void process(Record<byte[], byte[]> input) {
        if (work == null) {
            throw new IllegalStateException("not initialised");
        }
        var account = new String(input.key(), StandardCharsets.UTF_8);
        var settings =
                surroundings.patience().retry(() -> deserializer.deserialize(Topics.ACCOUNTS.name(), input.value()));
        work.apply(account, settings);
        Inputs.processed(work.desk.context(), surroundings.backlog());
    }

    /** What there is once a task is open. */
    private record Work(
            AccountDesk desk, KeyValueStore<String, Account> settings, KeyValueStore<CallKey, LiveCall> calls) {

        void apply(String account, @Nullable Account next) {
            var now = desk.now();
            var before = desk.standing(account);
            var after = next == null
                    ? SettingsRules.forgotten(before)
                    : SettingsRules.provisioned(before, AccountInput.terms(next));
            var affected = SettingsRules.affectsCalls(before, after) ? callsOf(account) : List.<LiveCall>of();
            var decision = SettingsRules.decide(account, before, after, affected, now);
            desk.patiently(() -> settings.put(account, next));
            for (var call : decision.state().changed()) {
                calls.put(new CallKey(account, call.callId()), call);
            }
            desk.keep(account, before, decision.state().standing(), now);
            desk.send(account, decision.outputs());
        }

        private List<LiveCall> callsOf(String account) {
            List<LiveCall> found = new ArrayList<>();
            try (var scan = calls.prefixScan(account, CallKey.PREFIX)) {
                scan.forEachRemaining(entry -> found.add(entry.value));
            }
            return found;
        }
    }
}
