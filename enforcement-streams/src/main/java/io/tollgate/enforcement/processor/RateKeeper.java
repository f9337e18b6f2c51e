package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.store.Stores;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the rates that passed the door, for all tasks of an instance. */
public final class RateKeeper extends ContextualProcessor<byte[], @Nullable ListedRate, Void, Void> {

    @Override
    public void process(Record<byte[], @Nullable ListedRate> rate) {
        KeyValueStore<String, ListedRate> rates = context().getStateStore(Stores.RATES);
        rates.put(new String(rate.key(), StandardCharsets.UTF_8), rate.value());
    }
}
