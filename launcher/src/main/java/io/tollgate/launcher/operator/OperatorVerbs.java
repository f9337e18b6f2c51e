package io.tollgate.launcher.operator;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The operator's verbs by name. A verb is made only when it is asked for, and nothing here loads Kafka, Streams or the
 * gateway: the answer should be there before somebody has looked up from the keyboard.
 */
public final class OperatorVerbs {

    private static final Map<String, Function<Session, CommandLine>> VERBS = verbs();

    private OperatorVerbs() {}

    /** Whether the word is one of these verbs. */
    public static boolean has(String word) {
        return VERBS.containsKey(word);
    }

    /** Adds all of them to a command that lists or completes them. */
    public static void addTo(CommandLine root, Session session) {
        VERBS.forEach((name, verb) -> root.addSubcommand(name, verb.apply(session)));
    }

    /**
     * Does what was asked for, and returns the process's status: 0 done; 1 refused, unknown or unreachable; 2 usage.
     *
     * @param arguments the verb first
     */
    public static int run(Session session, String... arguments) {
        CommandLine root =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("tollgate"));
        root.addSubcommand(arguments[0], VERBS.get(arguments[0]).apply(session));
        Terminal terminal = session.terminal();
        root.setOut(writer(terminal.out()));
        root.setErr(writer(terminal.err()));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                terminal.coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        root.setUsageHelpWidth(terminal.isInteractive() ? Math.max(terminal.columns(), 55) : 100);
        try {
            CommandLine.ParseResult parsed = root.parseArgs(arguments);
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped == null) {
                CommandLine verb = last(parsed).commandSpec().commandLine();
                ((Runnable) verb.getCommand()).run();
            }
            return 0;
        } catch (ParameterException e) {
            tell(terminal, String.valueOf(e.getMessage()));
            tell(terminal, "see '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
            return CommandLine.ExitCode.USAGE;
        } catch (Refused e) {
            tell(terminal, String.valueOf(e.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static CommandLine.ParseResult last(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }

    private static void tell(Terminal terminal, String lines) {
        lines.lines().forEach(line -> terminal.err().println("tollgate: " + Cell.harmless(line)));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static Map<String, Function<Session, CommandLine>> verbs() {
        Map<String, Function<Session, CommandLine>> verbs = new LinkedHashMap<>();
        verbs.put("accounts", session -> verb(new AccountsVerb(session)));
        verbs.put("account", session -> verb(new AccountVerb(session)));
        verbs.put("topup", session -> verb(new TopupVerb(session)));
        verbs.put("rate", session -> verb(new RateVerb(session)));
        verbs.put("calls", session -> verb(new CallsVerb(session)));
        verbs.put("terminate", session -> verb(new TerminateVerb(session)));
        verbs.put(
                "blacklist",
                session -> verb(new BlacklistVerb(session))
                        .addSubcommand(verb(new BlacklistAddVerb(session)))
                        .addSubcommand(verb(new BlacklistRemoveVerb(session))));
        verbs.put("observed", session -> verb(new ObservedVerb(session)));
        verbs.put("gateways", session -> verb(new GatewaysVerb(session)));
        verbs.put("watch", session -> verb(new WatchVerb(session)));
        return verbs;
    }

    private static CommandLine verb(Runnable verb) {
        CommandLine line = new CommandLine(verb);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this and exit.")
                        .build());
        return line;
    }
}
