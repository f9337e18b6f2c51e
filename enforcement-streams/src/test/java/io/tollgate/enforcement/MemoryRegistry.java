package io.tollgate.enforcement;

import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.SchemaRegistry;
import io.tollgate.schemas.serde.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry in a map, which can be made to fail. */
final class MemoryRegistry implements SchemaRegistry {

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> bySubject = new HashMap<>();
    private int failures;
    private boolean flaky;
    private boolean failed;
    private int failuresSoFar;

    static MemoryRegistry withAllSchemas() {
        var registry = new MemoryRegistry();
        Schemas.registerAll(registry);
        return registry;
    }

    /** The next so many questions find nobody. */
    void failNext(int questions) {
        failures = questions;
    }

    /** How many have found nobody. */
    int failures() {
        return failuresSoFar;
    }

    /** From now on each question has to be asked twice, or no longer. */
    void failEachFirst(boolean first) {
        flaky = first;
    }

    @Override
    public int register(String subject, String schemaText) {
        texts.add(schemaText);
        bySubject.put(subject, texts.size());
        return texts.size();
    }

    @Override
    public int lookup(String subject, String schemaText) {
        failIfTold();
        return bySubject.get(subject);
    }

    @Override
    public String byId(int id) {
        failIfTold();
        if (id > texts.size()) {
            throw new IllegalStateException("tests use ids that exist, or the deserializer's own refusal");
        }
        return texts.get(id - 1);
    }

    @Override
    public Registered latest(String subject) {
        int id = bySubject.get(subject);
        return new Registered(id, texts.get(id - 1));
    }

    private void failIfTold() {
        if (flaky) {
            failed = !failed;
            if (failed) {
                throw new RegistryUnavailable("told to fail at first");
            }
        }
        if (failures > 0) {
            failures--;
            failuresSoFar++;
            throw new RegistryUnavailable("told to fail");
        }
    }
}
