package io.tollgate.benchmark;

import io.tollgate.schemas.serde.SchemaRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry in memory, for what runs without a broker. For one thread. */
public final class MapRegistry implements SchemaRegistry {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> bySubject = new HashMap<>();

    @Override
    public int register(String subject, String schemaText) {
        texts.add(schemaText);
        bySubject.put(subject, texts.size());
        return texts.size();
    }

    @Override
    public int lookup(String subject, String schemaText) {
        return bySubject.get(subject);
    }

    @Override
    public String byId(int id) {
        return texts.get(id - 1);
    }

    @Override
    public Registered latest(String subject) {
        int id = bySubject.get(subject);
        return new Registered(id, byId(id));
    }
}
