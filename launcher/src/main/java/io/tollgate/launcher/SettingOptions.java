package io.tollgate.launcher;

import io.tollgate.schemas.setting.Setting;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes command line options of declared settings. They stay text here: the settings' own kinds read them. */
final class SettingOptions {

    private SettingOptions() {}

    static void addTo(CommandSpec spec, Collection<? extends Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            if (spec.findOption(setting.option()) != null) {
                continue; // two services share it
            }
            boolean flag = "false".equals(setting.defaultText());
            spec.addOption(OptionSpec.builder(setting.option())
                    .type(String.class)
                    .arity(flag ? "0..1" : "1")
                    .fallbackValue("true")
                    .paramLabel(flag ? "true|false" : "VALUE")
                    .description(description(setting))
                    .build());
        }
    }

    /** What was given, by key. */
    static Map<String, String> given(ParseResult result) {
        Map<String, String> given = new LinkedHashMap<>();
        for (OptionSpec option : result.matchedOptions()) {
            String value = option.getValue();
            if (value != null && !option.usageHelp()) {
                given.put(option.longestName().substring(2), value);
            }
        }
        return given;
    }

    /** What nobody declared, with the argument behind it where that looks like its value. */
    static Map<String, String> unknown(ParseResult result) {
        Map<String, String> unknown = new LinkedHashMap<>();
        String last = null;
        for (String argument : result.unmatched()) {
            if (last != null && !argument.startsWith("-")) {
                unknown.put(last, argument);
                last = null;
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String key = name.startsWith("--") ? name.substring(2) : name;
            unknown.put(key, equals < 0 ? "" : argument.substring(equals + 1));
            last = argument.startsWith("-") && equals < 0 ? key : null;
        }
        return unknown;
    }

    private static String description(Setting<?> setting) {
        String defaultText = setting.defaultText() == null ? "" : " Default: " + setting.defaultText() + ".";
        // picocli reads % as a format
        return (setting.doc() + " Expects " + setting.kind().expected() + "." + defaultText).replace("%", "%%");
    }
}
