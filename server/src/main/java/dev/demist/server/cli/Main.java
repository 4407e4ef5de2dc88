package dev.demist.server.cli;

import dev.demist.DemistException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code demist}. Exits with 0, 1 if something failed, 2 if it was called wrongly; errors go to stderr. */
@Command(
        name = "demist",
        description = "Turns noise into pictures and lets you watch. Without a command it is 'demist serve'.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ServeCommand.class,
            GenerateCommand.class,
            CompareCommand.class,
            ModelsCommand.class,
            SchedulersCommand.class,
            DevicesCommand.class,
            InspectCommand.class,
            TokensCommand.class,
            FilesCommand.class,
            WorkerCommand.class,
            WorkersCommand.class,
            PullCommand.class
        },
        footer = "Every --option of 'serve' can also be set as DEMIST_OPTION in the environment.")
public final class Main {

    private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private Main() {}

    /** Runs the program. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(run(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                EngineOptions::start,
                System.getenv(),
                args));
    }

    /** Runs a command line; the exit code. */
    static int run(
            PrintWriter out, PrintWriter err, ModelsFactory factory, Map<String, String> environment, String... args) {
        CommandLine line = new CommandLine(new Main(), new Factory(factory, environment));
        everywhere(line, new EnvironmentDefaults(environment));
        line.setOut(out).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::misused);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        return line.execute(withDefaultCommand(args));
    }

    private static void everywhere(CommandLine line, EnvironmentDefaults defaults) {
        line.setDefaultValueProvider(defaults);
        line.getSubcommands().values().forEach(command -> everywhere(command, defaults));
    }

    private static String[] withDefaultCommand(String[] args) {
        boolean serves = args.length == 0 || (args[0].startsWith("-") && !OWN_OPTIONS.contains(args[0]));
        return serves ? Stream.concat(Stream.of("serve"), Stream.of(args)).toArray(String[]::new) : args;
    }

    private static int misused(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("demist: " + e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof DemistException known) {
            err.println("demist: " + known.getMessage());
            return switch (known.code()) {
                case INVALID_REQUEST, UNKNOWN_MODEL, UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG ->
                    CommandLine.ExitCode.USAGE;
                default -> CommandLine.ExitCode.SOFTWARE;
            };
        }
        LoggerFactory.getLogger(Main.class).debug("unexpected", e);
        err.println("demist: an unexpected error: " + e);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
