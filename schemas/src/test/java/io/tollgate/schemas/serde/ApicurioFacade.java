package io.tollgate.schemas.serde;

import io.tollgate.schemas.serde.RegistryServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What Apicurio's serde asks of its own API (it knows no other), answered from the same store as Confluent's API: a
 * subject is an artifact of the group "default", a schema's id both content id and global id.
 */
final class ApicurioFacade {

    static final String ROOT = "/apis/registry/v3";

    private static final Pattern LATEST = Pattern.compile("/groups/default/artifacts/([^/]+)/versions/branch=latest");
    private static final Pattern CONTENT = Pattern.compile("/ids/(?:contentIds|globalIds)/([0-9]+)");
    private static final Pattern REFERENCES = Pattern.compile("/ids/(?:contentIds|globalIds)/[0-9]+/references");

    private final InMemoryRegistry store;

    ApicurioFacade(InMemoryRegistry store) {
        this.store = store;
    }

    Answer answer(String path) {
        var latest = LATEST.matcher(path);
        if (latest.matches()) {
            return new Answer(200, metadata(latest.group(1)));
        }
        var content = CONTENT.matcher(path);
        if (content.matches()) {
            return new Answer(200, store.byId(Integer.parseInt(content.group(1))));
        }
        if (REFERENCES.matcher(path).matches()) {
            return new Answer(200, List.of());
        }
        return RegistryServer.error(404, path + " is not part of this façade");
    }

    private Map<String, Object> metadata(String subject) {
        int id = store.latest(subject).id();
        return Map.of(
                "groupId",
                "default",
                "artifactId",
                subject,
                "artifactType",
                "AVRO",
                "version",
                String.valueOf(store.versions(subject).size()),
                "state",
                "ENABLED",
                "contentId",
                id,
                "globalId",
                id);
    }
}
