package dev.demist.server.cli;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.Models;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.internal.file.AtomicFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demist generate}. */
@Command(name = "generate", description = "Draws a picture without a server.", mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

    private final ModelsFactory factory;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private RequestOptions wanted = new RequestOptions();

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            description = "One of 'demist schedulers'; the model's own by default.")
    private @Nullable String scheduler;

    @Option(names = "--steps", paramLabel = "N", description = "1 to 1000.")
    private @Nullable Integer steps;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many, with seeds that count up (${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "demist.png",
            description = "The PNG to write (${DEFAULT-VALUE}); several are numbered.")
    private Path out = Path.of("demist.png");

    GenerateCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    @Override
    public Integer call() {
        if (count < 1 || count > 1000) {
            throw DemistException.invalid("--count", count, "it must be from 1 to 1000");
        }
        GenerationRequest request = wanted.with(scheduler, steps);
        try (Models models = factory.start(engine);
                CleanExit exit = CleanExit.of(models)) {
            Pipeline pipeline = models.open(wanted.model(models));
            ResolvedRequest first = Drawing.resolve(pipeline, request);
            Objects.requireNonNull(pipeline.warnings(first).block()).forEach(this::note);
            for (int i = 0; i < count; i++) {
                draw(pipeline, first.withNextSeed(i), file(i));
            }
        }
        return 0;
    }

    private void note(String warning) {
        Objects.requireNonNull(spec).commandLine().getErr().println(warning);
    }

    private Path file(int index) {
        return count == 1 ? out : Numbered.of(out, index + 1);
    }

    private void draw(Pipeline pipeline, ResolvedRequest request, Path file) {
        Picture picture = Drawing.draw(pipeline, request, "seed " + request.exactSeed());
        AtomicFile.write(file, picture.png(request));
        Objects.requireNonNull(spec).commandLine().getOut().println(file);
    }
}
