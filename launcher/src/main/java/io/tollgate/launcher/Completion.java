package io.tollgate.launcher;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tollgate completion}: what a shell needs to complete all of the command. */
@Command(
        name = "completion",
        description = "Prints what makes a shell complete tollgate's commands and options.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: source <(./tollgate completion bash)",
            "         ./tollgate completion zsh > ~/.tollgate-completion && source ~/.tollgate-completion"
        })
final class Completion implements Runnable {

    /** Both read the same script, which sets up what zsh has for bash's completions. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "The shell.")
    private @Nullable Shell shell;

    @Override
    public void run() {
        if (spec == null || shell == null) {
            throw new IllegalStateException("not parsed");
        }
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("tollgate", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
