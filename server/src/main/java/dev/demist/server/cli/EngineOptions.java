package dev.demist.server.cli;

import dev.demist.Checkpoint;
import dev.demist.ComputeDevice;
import dev.demist.Models;
import dev.demist.Opening;
import dev.demist.Precision;
import dev.demist.TokenizerKind;
import dev.demist.engine.Engine;
import dev.demist.server.models.EngineModels;
import dev.demist.server.models.OpeningFeed;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that work with models. */
final class EngineOptions {

    @Option(
            names = "--models",
            paramLabel = "DIR",
            split = ",",
            description = "A folder of checkpoints: diffusers folders and single files; may be given several times.")
    private List<Path> models = new ArrayList<>();

    @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of scheduler plug-in jars.")
    private @Nullable Path plugins;

    @Option(names = "--cache", paramLabel = "DIR", description = "Where the embedded models are unpacked.")
    private @Nullable Path cache;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with; every processor by default.")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            split = ",",
            defaultValue = "cpu",
            converter = DeviceName.class,
            description = "Where networks compute: cpu, cuda, cuda:N, mps, several of them, or auto for the first CUDA"
                    + " device if there is one; see 'demist devices'.")
    private List<ComputeDevice> devices = List.of(ComputeDevice.CPU);

    @Option(names = "--precision", paramLabel = "P", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}.")
    private Precision precision = Precision.AUTO;

    @Option(
            names = "--tokenizer",
            paramLabel = "KIND",
            defaultValue = "fast",
            description = "fast reads prompts as transformers' CLIPTokenizerFast does, slow as its CLIPTokenizer, which"
                    + " differs on Chinese characters, joined emoji and control characters.")
    private TokenizerKind tokenizer = TokenizerKind.FAST;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            split = ",",
            converter = MemoryBudget.Reader.class,
            description = "How much the weights of open models may take together on each device, such as 6G or 800M, or"
                    + " on one of several, such as cuda:1=6G. By default half of this machine's memory, or three"
                    + " quarters of a card's. The least recently used is closed for another one. With 0 there is no"
                    + " bound, and only what is in use is open.")
    private List<MemoryBudget> memory = List.of();

    @Option(
            names = "--max-batch",
            paramLabel = "ROWS",
            defaultValue = "32",
            description =
                    "Rows that the steps of several runs may join to in one call (${DEFAULT-VALUE}), as far as this"
                            + " machine gains by it; 1 switches joining off.")
    private int maxBatch = 32;

    @Mixin
    private PartOptions parts = new PartOptions();

    private boolean serving;
    private ObservationRegistry observations = ObservationRegistry.NOOP;

    /** These, for a server: its callers name models by name and never by path, and what it does goes into the log. */
    EngineOptions forServer() {
        serving = true;
        return this;
    }

    /** These, and what the engine does is reported to {@code registry}. */
    EngineOptions observed(ObservationRegistry registry) {
        observations = registry;
        return this;
    }

    Models start() {
        if (!serving) {
            return EngineModels.byNameOrPath(engine(), parts::exchange);
        }
        OpeningFeed openings = new OpeningFeed();
        return EngineModels.byName(engine(openings.andThen(OpeningProgress::log)), openings, parts::exchange);
    }

    /** The checkpoint of a name or path with the parts that these options give. */
    Checkpoint checkpoint(Engine engine, String model) {
        return parts.exchange(engine.checkpoint(model));
    }

    Engine engine() {
        return engine(new OpeningProgress(System.err));
    }

    private Engine engine(Consumer<Opening> told) {
        var builder = Engine.builder()
                .plugins(plugins)
                .cache(cache)
                .devices(devices)
                .precision(precision)
                .tokenizer(tokenizer)
                .batch(Math.min(2, maxBatch), maxBatch)
                .usualMemory()
                .closeOnExit(false)
                .observations(observations)
                .onOpening(told);
        MemoryBudget.set(memory, builder);
        models.forEach(builder::models);
        if (threads != null) {
            builder.threads(threads);
        }
        return builder.start();
    }
}
