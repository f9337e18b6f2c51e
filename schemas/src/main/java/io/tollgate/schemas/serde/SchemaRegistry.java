package io.tollgate.schemas.serde;

/**
 * Where schemas get the ids that stand in front of each record. Implementations may be shared by threads; every method
 * may block for a round trip and throws {@link RegistryUnavailable} when there is no answer (try again) and {@link
 * RegistryRefusal} when the answer is no.
 */
public interface SchemaRegistry {

    /**
     * A schema as the registry has it.
     *
     * @param id the id in front of records written with it
     * @param text its JSON
     */
    record Registered(int id, String text) {}

    /** Registers a schema under a subject, or finds it there; returns its id. */
    int register(String subject, String schemaText);

    /** The id of a schema that was registered under this subject; never registers. */
    int lookup(String subject, String schemaText);

    /** The text of the schema with this id. */
    String byId(int id);

    /** The newest schema of a subject. */
    Registered latest(String subject);
}
