package io.tollgate.launcher.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tollgate.launcher.registry.RegistryEntry.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Confluent's REST API over {@link SubjectRegistry}: paths, media types and JSON, and no rule of its own. */
final class RegistryRoutes {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SubjectRegistry registry;

    RegistryRoutes(SubjectRegistry registry) {
        this.registry = registry;
    }

    void addTo(RoutesConfig routes) {
        addSubjects(routes);
        addSchemas(routes);
        addSettings(routes);
        routes.exception(RegistryFault.class, (fault, context) -> {
            context.status(fault.status());
            answer(context, Map.of("error_code", fault.code(), "message", String.valueOf(fault.getMessage())));
        });
        routes.error(404, context -> {
            String result = context.result();
            if (result == null || !result.contains("error_code")) { // no such path: not one of our own answers
                answer(context, Map.of("error_code", 404, "message", "HTTP 404 Not Found"));
            }
        });
    }

    private void addSubjects(RoutesConfig routes) {
        routes.get("/subjects", context -> {
            String prefix = context.queryParam("subjectPrefix");
            answer(
                    context,
                    registry.subjects(flag(context, "deleted")).stream()
                            .filter(subject -> prefix == null || subject.startsWith(prefix))
                            .toList());
        });
        routes.post("/subjects/{subject}", context -> {
            SchemaVersion found = registry.lookUp(subject(context), schema(context), flag(context, "deleted"));
            answer(context, written(found));
        });
        routes.delete(
                "/subjects/{subject}",
                context -> answer(context, registry.deleteSubject(subject(context), flag(context, "permanent"))));
        routes.get(
                "/subjects/{subject}/versions",
                context -> answer(
                        context,
                        registry.versionsOf(subject(context), flag(context, "deleted")).stream()
                                .map(SchemaVersion::version)
                                .toList()));
        routes.post("/subjects/{subject}/versions", context -> {
            SchemaVersion registered = registry.register(subject(context), schema(context));
            answer(context, Map.of("id", registered.id()));
        });
        routes.get("/subjects/{subject}/versions/{version}", context -> answer(context, written(version(context))));
        routes.get("/subjects/{subject}/versions/{version}/schema", context -> {
            answerText(context, version(context).schema());
        });
        routes.get("/subjects/{subject}/versions/{version}/referencedby", context -> {
            version(context);
            answer(context, List.of());
        });
        routes.delete("/subjects/{subject}/versions/{version}", context -> {
            String version = context.pathParam("version");
            answer(context, registry.deleteVersion(subject(context), version, flag(context, "permanent")));
        });
    }

    private void addSchemas(RoutesConfig routes) {
        routes.get("/", context -> answer(context, Map.of()));
        routes.get("/schemas/types", context -> answer(context, List.of("AVRO")));
        routes.get("/schemas/ids/{id}", context -> answer(context, Map.of("schema", registry.text(id(context)))));
        routes.get("/schemas/ids/{id}/schema", context -> answerText(context, registry.text(id(context))));
        routes.get(
                "/schemas/ids/{id}/subjects",
                context -> answer(
                        context,
                        registry.versionsWith(id(context), flag(context, "deleted")).stream()
                                .map(SchemaVersion::subject)
                                .distinct()
                                .toList()));
        routes.get(
                "/schemas/ids/{id}/versions",
                context -> answer(
                        context,
                        registry.versionsWith(id(context), flag(context, "deleted")).stream()
                                .map(found -> Map.of("subject", found.subject(), "version", found.version()))
                                .toList()));
        routes.post("/compatibility/subjects/{subject}/versions/{version}", context -> {
            String version = context.pathParam("version");
            answerVerdict(context, registry.conflictsWith(subject(context), version, schema(context)));
        });
        routes.post("/compatibility/subjects/{subject}/versions", context -> {
            answerVerdict(context, registry.conflictsWithAll(subject(context), schema(context)));
        });
    }

    private void addSettings(RoutesConfig routes) {
        routes.get("/config", context -> answerLevel(context, registry.globalLevel()));
        routes.put("/config", context -> {
            Compatibility level = level(context);
            registry.setLevel(null, level);
            answer(context, Map.of("compatibility", level.name()));
        });
        routes.get("/config/{subject}", context -> {
            answerLevel(context, registry.levelOf(subject(context), flag(context, "defaultToGlobal")));
        });
        routes.put("/config/{subject}", context -> {
            Compatibility level = level(context);
            registry.setLevel(subject(context), level);
            answer(context, Map.of("compatibility", level.name()));
        });
        routes.delete("/config/{subject}", context -> answerLevel(context, registry.removeLevel(subject(context))));
        routes.get("/mode", context -> answer(context, Map.of("mode", "READWRITE")));
        routes.get("/mode/{subject}", context -> {
            if (!flag(context, "defaultToGlobal")) {
                throw RegistryFault.noModeFor(subject(context));
            }
            answer(context, Map.of("mode", "READWRITE"));
        });
    }

    private SchemaVersion version(Context context) {
        return registry.version(subject(context), context.pathParam("version"), flag(context, "deleted"));
    }

    private static Map<String, Object> written(SchemaVersion version) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("subject", version.subject());
        fields.put("version", version.version());
        fields.put("id", version.id());
        fields.put("schema", version.schema());
        return fields;
    }

    private static String subject(Context context) {
        return context.pathParam("subject");
    }

    private static boolean flag(Context context, String name) {
        return "true".equals(context.queryParam(name));
    }

    private static int id(Context context) {
        try {
            return Integer.parseInt(context.pathParam("id"));
        } catch (NumberFormatException e) {
            throw RegistryFault.schemaNotFound();
        }
    }

    private static JsonNode body(Context context) {
        try {
            JsonNode body = JSON.readTree(context.body());
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw RegistryFault.unreadableBody();
        }
        throw RegistryFault.unreadableBody();
    }

    private static String schema(Context context) {
        JsonNode body = body(context);
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw RegistryFault.invalidSchema("this registry keeps AVRO, not " + type);
        }
        if (!body.path("references").isEmpty()) {
            throw RegistryFault.invalidSchema("this registry takes schemas without references");
        }
        return body.path("schema").asText("");
    }

    private static Compatibility level(Context context) {
        return Compatibility.parse(body(context).path("compatibility").asText(""));
    }

    private static void answerLevel(Context context, Compatibility level) {
        answer(context, Map.of("compatibilityLevel", level.name()));
    }

    private static void answerVerdict(Context context, List<String> conflicts) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("is_compatible", conflicts.isEmpty());
        if (flag(context, "verbose")) {
            verdict.put("messages", conflicts);
        }
        answer(context, verdict);
    }

    private static void answer(Context context, Object body) {
        try {
            answerText(context, JSON.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + body, e);
        }
    }

    private static void answerText(Context context, String json) {
        String accepted = context.header("Accept");
        boolean plain =
                accepted != null && accepted.contains("application/json") && !accepted.contains("schemaregistry");
        context.contentType(plain ? "application/json" : MEDIA_TYPE).result(json);
    }
}
