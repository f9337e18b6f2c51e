package io.tollgate.schemas.serde;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A registry's store for tests: ids count from 1, one text has one id. {@link RegistryServer} puts Confluent's REST API,
 * and {@link ApicurioFacade} Apicurio's, in front of it. Safe for threads.
 */
final class InMemoryRegistry implements SchemaRegistry {

    private final List<String> texts = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new LinkedHashMap<>();
    private int questions;

    @Override
    public synchronized int register(String subject, String schemaText) {
        questions++;
        if (!texts.contains(schemaText)) {
            texts.add(schemaText);
        }
        int id = texts.indexOf(schemaText) + 1;
        var versions = subjects.computeIfAbsent(subject, key -> new ArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    @Override
    public synchronized int lookup(String subject, String schemaText) {
        questions++;
        int id = texts.indexOf(schemaText) + 1;
        if (!versions(subject).contains(id)) {
            throw new RegistryRefusal(RegistryRefusal.SCHEMA_NOT_FOUND, "Schema not found");
        }
        return id;
    }

    @Override
    public synchronized String byId(int id) {
        questions++;
        if (id < 1 || id > texts.size()) {
            throw new RegistryRefusal(RegistryRefusal.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
        }
        return texts.get(id - 1);
    }

    @Override
    public synchronized Registered latest(String subject) {
        questions++;
        var versions = versions(subject);
        int id = versions.get(versions.size() - 1);
        return new Registered(id, texts.get(id - 1));
    }

    /** The ids of a subject's versions, the oldest first. */
    synchronized List<Integer> versions(String subject) {
        var versions = subjects.get(subject);
        if (versions == null) {
            throw new RegistryRefusal(40401, "Subject '" + subject + "' not found.");
        }
        return List.copyOf(versions);
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    /** How often it was asked anything. */
    synchronized int questions() {
        return questions;
    }
}
