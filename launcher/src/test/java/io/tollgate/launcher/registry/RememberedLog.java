package io.tollgate.launcher.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log as the topic keeps it, compacted at once, in memory: entries pass through their JSON. */
final class RememberedLog implements RegistryLog {

    private final Map<String, String> entries = new LinkedHashMap<>();
    private boolean broken;

    @Override
    public List<RegistryEntry> read() {
        return entries.entrySet().stream()
                .map(entry -> EntryJson.read(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public void append(RegistryEntry entry) {
        if (broken) {
            throw RegistryFault.storeFailed("told to break");
        }
        entries.remove(EntryJson.key(entry));
        entries.put(EntryJson.key(entry), EntryJson.value(entry));
    }

    void breakDown() {
        broken = true;
    }

    @Override
    public void close() {
        broken = true;
    }
}
