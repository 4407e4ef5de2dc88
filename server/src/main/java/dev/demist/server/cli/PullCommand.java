package dev.demist.server.cli;

import dev.demist.engine.hub.Hub;
import dev.demist.engine.hub.Progress;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demist pull}. */
@Command(
        name = "pull",
        description =
                "Downloads what Demist needs of a repository into the Hugging Face cache; goes on where it broke.",
        mixinStandardHelpOptions = true)
final class PullCommand implements Callable<Integer> {

    private static final long MEGABYTE = 1_000_000;

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "REPO", description = "org/name, or org/name@revision.")
    private String repo = "";

    @Option(
            names = "--variant",
            paramLabel = "V",
            description = "Which weights, such as fp16; the plain ones by default.")
    private @Nullable String variant;

    PullCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Hub hub = Hub.fromEnvironment(environment);
        Revision wanted = Revision.parse(repo);
        try (ProgressBar bar = bar()) {
            hub.pull(wanted.repo(), wanted.revision(), variant)
                    .doOnNext(progress -> show(bar, progress))
                    .blockLast();
        }
        hub.cached(wanted.repo(), wanted.revision()).ifPresent(out::println);
        return 0;
    }

    private static void show(ProgressBar bar, Progress progress) {
        bar.maxHint(progress.size());
        bar.setExtraMessage(progress.file());
        bar.stepTo(progress.done());
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(repo)
                .setUnit(" MB", MEGABYTE)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }
}
