package dev.demist.server.cli;

import dev.demist.Models;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.ResolvedRequest;
import dev.demist.internal.file.AtomicFile;
import dev.demist.scheduler.SchedulerProvider;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demist compare}: one prompt and seed, by scheduler and number of steps. */
@Command(
        name = "compare",
        description = "Draws one prompt with several schedulers and numbers of steps on one sheet.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    private final ModelsFactory factory;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private RequestOptions wanted = new RequestOptions();

    @Option(
            names = "--schedulers",
            paramLabel = "A,B",
            split = ",",
            description = "The rows; every scheduler by default.")
    private List<String> schedulers = new ArrayList<>();

    @Option(
            names = "--steps",
            paramLabel = "N,M",
            split = ",",
            defaultValue = "5,10,20",
            description = "The columns (${DEFAULT-VALUE}).")
    private List<Integer> steps = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "grid.png",
            description = "The PNG to write (${DEFAULT-VALUE}).")
    private Path out = Path.of("grid.png");

    CompareCommand(ModelsFactory factory) {
        this.factory = factory;
    }

    private static List<String> schedulerNames(Models models) {
        return models.schedulers().stream().map(SchedulerProvider::name).toList();
    }

    @Override
    public Integer call() {
        try (Models models = factory.start(engine);
                CleanExit exit = CleanExit.of(models)) {
            List<String> rows = schedulers.isEmpty() ? schedulerNames(models) : schedulers;
            Pipeline pipeline = models.open(wanted.model(models));
            BigInteger seed = Drawing.resolve(pipeline, wanted.with(null, null)).exactSeed();
            List<List<ResolvedRequest>> requests = rows.stream()
                    .map(row -> steps.stream()
                            .map(n -> wanted.with(row, n).toBuilder().seed(seed).build())
                            .map(request -> Drawing.resolve(pipeline, request))
                            .toList())
                    .toList();
            List<List<Picture>> pictures = requests.stream()
                    .map(row -> row.stream().map(cell -> draw(pipeline, cell)).toList())
                    .toList();
            List<String> columns = steps.stream().map(n -> n + " steps").toList();
            Picture sheet = ContactSheet.of(rows, columns, pictures);
            AtomicFile.write(out, sheet.png(requests.get(0).get(0)));
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(out);
        return 0;
    }

    private static Picture draw(Pipeline pipeline, ResolvedRequest request) {
        return Drawing.draw(pipeline, request, request.scheduler().name() + " " + request.steps());
    }
}
