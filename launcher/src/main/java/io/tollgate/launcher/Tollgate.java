package io.tollgate.launcher;

import io.tollgate.launcher.operator.OperatorVerbs;
import io.tollgate.launcher.operator.Session;
import io.tollgate.launcher.operator.Terminal;
import io.tollgate.schemas.setting.ClusterSettings;
import io.tollgate.schemas.setting.LogFormat;
import io.tollgate.schemas.setting.SettingSources;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The {@code tollgate} command. Leaves with 0 when what was asked for is done, 1 when it failed and 2 when it was told
 * something impossible, then with one line for each fault on standard error.
 */
public final class Tollgate {

    /** Apart, since their settings load half of Tollgate, which an operator's verb has no need of. */
    private static final class Services {

        private static final List<Verb> ALL =
                List.of(new UpCommand(), new GatewayCommand(), new StreamsCommand(), new DemoCommand());
    }

    /** ROWSxCOLUMNS of the terminal that standard output is; the script looks, since Java cannot. */
    private static final String TERMINAL_SIZE = "tollgate.terminal";

    private final Map<String, String> environment;
    private final Console console;

    Tollgate(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.console = Console.of(out, err);
    }

    public static void main(String[] arguments) {
        boolean operator = arguments.length > 0 && OperatorVerbs.has(arguments[0]);
        PrintStream out = operator ? answers() : System.out;
        int status = new Tollgate(System.getenv(), out, System.err).run(arguments);
        out.flush();
        System.exit(status);
    }

    int run(String... arguments) {
        try {
            return runVerb(arguments);
        } catch (ParameterException e) {
            console.err().println("tollgate: " + e.getMessage());
            console.err()
                    .println("tollgate: see '"
                            + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
            return 2;
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            failure.lines().forEach(line -> console.err().println("tollgate: " + line));
            if (failure.status() == 1) {
                e.printStackTrace(console.err()); // nobody foresaw it: whoever reports it needs all there is
            }
            return failure.status();
        }
    }

    /** Answers are long lists, and JSON, whose text is UTF-8 wherever it goes. */
    private static PrintStream answers() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    }

    private int runVerb(String... arguments) {
        if (arguments.length > 0 && OperatorVerbs.has(arguments[0])) {
            return OperatorVerbs.run(session(), arguments);
        }
        CommandLine commandLine = commandLine();
        ParseResult result = commandLine.parseArgs(arguments);
        Integer helped = CommandLine.executeHelpRequest(result);
        if (helped != null) {
            return helped;
        }
        if (!result.hasSubcommand()) {
            commandLine.usage(console.err());
            return 2;
        }
        ParseResult chosen = result.subcommand();
        if (chosen.commandSpec().userObject() instanceof Completion completion) {
            completion.run();
            return 0;
        }
        Verb verb = Services.ALL.stream()
                .filter(candidate ->
                        candidate.name().equals(chosen.commandSpec().name()))
                .findFirst()
                .orElseThrow();
        Map<String, String> options = new LinkedHashMap<>(SettingOptions.given(chosen));
        options.putAll(SettingOptions.unknown(chosen));
        SettingSources sources = SettingSources.of(options, environment).withConfiguredFile();
        if (!verb.settings().contains(ClusterSettings.LOG_FORMAT)) {
            return verb.run(sources, console);
        }
        LogFormat format = Logs.format(sources);
        Logs.write(format);
        return verb.run(sources, format == LogFormat.JSON ? console.withProgress(Progress.logged()) : console);
    }

    private CommandLine commandLine() {
        CommandSpec root = CommandSpec.create().name("tollgate").mixinStandardHelpOptions(true);
        root.usageMessage()
                .description("Fraud enforcement for SIP: ends calls in progress, limits channels, refuses"
                        + " blacklisted calls.");
        root.version("tollgate " + version());
        for (Verb verb : Services.ALL) {
            CommandSpec spec = CommandSpec.create().name(verb.name()).mixinStandardHelpOptions(true);
            spec.usageMessage().description(verb.summary());
            spec.parser().unmatchedArgumentsAllowed(true); // told with all other faults
            SettingOptions.addTo(spec, verb.settings());
            root.addSubcommand(verb.name(), spec);
        }
        CommandLine commandLine =
                new CommandLine(root).addSubcommand(new Completion()).addSubcommand(new HelpCommand());
        OperatorVerbs.addTo(commandLine, session());
        return commandLine.setOut(writer(console.out())).setErr(writer(console.err()));
    }

    private Session session() {
        Terminal terminal =
                Terminal.of(console.out(), console.err(), System.getProperty(TERMINAL_SIZE, ""), environment);
        return new Session(environment, terminal, Clock.systemDefaultZone());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static String version() {
        String version = Tollgate.class.getPackage().getImplementationVersion();
        return version == null ? "from source" : version;
    }
}
