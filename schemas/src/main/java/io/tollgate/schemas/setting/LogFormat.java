package io.tollgate.schemas.setting;

/** How a process writes its log. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, with what is known by name in fields of its own: for collectors of logs. */
    JSON
}
