package dev.demist.server.cli;

import dev.demist.Precision;
import dev.demist.engine.Engine;
import dev.demist.server.run.EngineModels;
import dev.demist.server.run.Models;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all commands that make pictures. */
final class EngineOptions {

    @Option(names = "--models", paramLabel = "DIR", description = "A folder of diffusers checkpoints, one folder each.")
    private @Nullable Path models;

    @Option(names = "--plugins", paramLabel = "DIR", description = "A folder of scheduler plug-in jars.")
    private @Nullable Path plugins;

    @Option(names = "--cache", paramLabel = "DIR", description = "Where the embedded models are unpacked.")
    private @Nullable Path cache;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with; every processor by default.")
    private @Nullable Integer threads;

    @Option(names = "--precision", paramLabel = "P", defaultValue = "auto", description = "${COMPLETION-CANDIDATES}.")
    private Precision precision = Precision.AUTO;

    Models start() {
        return new EngineModels(engine());
    }

    Engine engine() {
        var builder =
                Engine.builder().models(models).plugins(plugins).cache(cache).precision(precision);
        if (threads != null) {
            builder.threads(threads);
        }
        return builder.start();
    }
}
