package dev.demist.server.cli;

import dev.demist.engine.hub.Hub;
import dev.demist.engine.hub.RemoteFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demist files}. */
@Command(
        name = "files",
        description = "Lists the files of a repository on the Hugging Face Hub.",
        mixinStandardHelpOptions = true)
final class FilesCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "REPO", description = "org/name, or org/name@revision.")
    private String repo = "";

    FilesCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Hub hub = Hub.fromEnvironment(environment);
        Revision wanted = Revision.parse(repo);
        List<RemoteFile> files = Objects.requireNonNull(
                hub.files(wanted.repo(), wanted.revision()).block());
        files.forEach(file -> out.printf("%14d  %s%n", file.size(), file.path()));
        return 0;
    }
}
