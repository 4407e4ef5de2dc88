package dev.demist.engine;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Pipeline;
import dev.demist.scheduler.SchedulerRegistry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds models and schedulers, opens pipelines, and owns the native engine's thread. Thread-safe. */
public final class Engine implements AutoCloseable {

    private final SchedulerRegistry schedulers;

    private Engine(Builder builder) {
        this.schedulers = SchedulerRegistry.load(Engine.class.getClassLoader());
    }

    /** An engine with every default: the embedded models, the built-in schedulers. */
    public static Engine start() {
        return builder().start();
    }

    /** Starts the settings of an engine. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names of the embedded models and of the folders under the models folder; each can be opened. */
    public List<String> models() {
        return List.of("emoji");
    }

    /** The schedulers that can be asked for. */
    public SchedulerRegistry schedulers() {
        return schedulers;
    }

    /**
     * Opens a model, or hands out the one that is open already: {@link Pipeline#close} frees it with its last user.
     *
     * @param model a name of {@link #models}, or a folder
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT
     */
    public Pipeline open(String model) {
        throw new DemistException(ErrorCode.UNKNOWN_MODEL, "model: " + model + " is not known; known: " + models());
    }

    @Override
    public void close() {}

    /** Settings of an {@link Engine}; each has a default. */
    public static final class Builder {
        private @Nullable Path models;
        private @Nullable Path plugins;
        private @Nullable Path cache;
        private int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
        private Precision precision = Precision.AUTO;

        private Builder() {}

        /** A folder of model folders; none by default. */
        public Builder models(@Nullable Path folder) {
            models = folder;
            return this;
        }

        /** A folder of scheduler plug-in jars; none by default. */
        public Builder plugins(@Nullable Path folder) {
            plugins = folder;
            return this;
        }

        /** Where embedded models are unpacked; the user's cache folder by default. */
        public Builder cache(@Nullable Path folder) {
            cache = folder;
            return this;
        }

        /** How many threads libtorch computes with, at least 1; every processor by default. */
        public Builder threads(int count) {
            threads = count;
            return this;
        }

        /** The number format; {@link Precision#AUTO} by default. */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /** The engine. */
        public Engine start() {
            return new Engine(this);
        }
    }
}
