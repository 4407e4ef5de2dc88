package dev.demist.engine;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Opening;
import dev.demist.Precision;
import dev.demist.TokenizerKind;
import dev.demist.engine.internal.batch.BatchLimit;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Settings of an {@link Engine}; each has a default. */
public final class EngineBuilder {

    final List<Path> models = new ArrayList<>();

    @Nullable
    Path plugins;

    private @Nullable Path cache;
    int threads = Runtime.getRuntime().availableProcessors();
    ComputeDevice device = ComputeDevice.CPU;
    Precision precision = Precision.AUTO;
    TokenizerKind tokenizer = TokenizerKind.FAST;
    Duration schedulerLimit = Duration.ofSeconds(30);

    ObservationRegistry observations = ObservationRegistry.NOOP;
    ClassLoader classLoader = Engine.class.getClassLoader();
    private boolean closeOnExit = true;

    BatchLimit batch = BatchLimit.DEFAULT;
    long memory;
    Consumer<Opening> listener = opening -> {};

    EngineBuilder() {}

    /** Another folder of model folders; none by default. Of models of one name the one in the first folder counts. */
    public EngineBuilder models(Path folder) {
        models.add(folder);
        return this;
    }

    /** A folder of scheduler plug-in jars; none by default. */
    public EngineBuilder plugins(@Nullable Path folder) {
        plugins = folder;
        return this;
    }

    /** Where embedded models are unpacked; {@code demist} in the user's cache folder by default. */
    public EngineBuilder cache(@Nullable Path folder) {
        cache = folder;
        return this;
    }

    /** How many threads libtorch computes with, at least 1; every processor by default. */
    public EngineBuilder threads(int count) {
        if (count < 1) {
            throw DemistException.invalid("threads", count, "it must be at least 1");
        }
        threads = count;
        return this;
    }

    /** Where networks compute; {@link ComputeDevice#CPU} by default. Schedulers and noise are always computed there. */
    public EngineBuilder device(ComputeDevice value) {
        device = value;
        return this;
    }

    /** The number format; {@link Precision#AUTO} by default. */
    public EngineBuilder precision(Precision value) {
        precision = value;
        return this;
    }

    /**
     * Which of transformers' tokenizers prompts are read as; {@link TokenizerKind#FAST} by default. A recipe does not
     * name it.
     */
    public EngineBuilder tokenizer(TokenizerKind value) {
        tokenizer = value;
        return this;
    }

    /** How long one step of a scheduler may take before its run fails; 30 s by default. */
    public EngineBuilder schedulerLimit(Duration limit) {
        schedulerLimit = limit;
        return this;
    }

    /**
     * How many rows the steps of several runs may join to in one call; a guided step has two. Between the two, what
     * this machine gains decides.
     *
     * @param floor rows that are joined in any case, at least 1; 2 by default
     * @param ceiling rows that are never exceeded, at least {@code floor}; 32 by default, 1 switches joining off
     * @throws DemistException INVALID_REQUEST
     */
    public EngineBuilder batch(int floor, int ceiling) {
        batch = new BatchLimit(floor, ceiling);
        return this;
    }

    /**
     * Receives an observation of every network that is opened ({@code demist.open}), of the encoding of prompts
     * ({@code demist.encode}), of every timestep ({@code demist.step}), its wait ({@code demist.wait}) and the model
     * call that it shares ({@code demist.call}), and of every decoding ({@code demist.decode}). Micrometer makes timers
     * of them, a bridge to OpenTelemetry spans. None by default.
     */
    public EngineBuilder observations(ObservationRegistry registry) {
        observations = registry;
        return this;
    }

    /**
     * Where embedded models and schedulers are looked for; the engine's own class loader by default. It is given where
     * models or scheduler plug-ins are visible to another one, such as that of a web application or a plug-in.
     */
    public EngineBuilder classLoader(ClassLoader loader) {
        classLoader = loader;
        return this;
    }

    /**
     * Whether the engine is closed when the JVM exits; true by default. A native call that is still running when the
     * JVM ends would crash it, so the exit waits for that call. An application that closes its engine in its own
     * shutdown hook, after other work, says false.
     */
    public EngineBuilder closeOnExit(boolean wanted) {
        closeOnExit = wanted;
        return this;
    }

    /**
     * The budget in bytes for the weights of all open networks. Networks that are not in use stay open while they fit;
     * the least recently used is closed for another one. Those in use count, but are never closed. 0 by default:
     * exactly the networks of open pipelines stay open.
     */
    public EngineBuilder memory(long bytes) {
        if (bytes < 0) {
            throw DemistException.invalid("memory", bytes, "it must be at least 0");
        }
        memory = bytes;
        return this;
    }

    /** Receives the progress of opening a model, on the thread that opens it; none by default. */
    public EngineBuilder onOpening(Consumer<Opening> told) {
        listener = told;
        return this;
    }

    Path cache() {
        return cache != null ? cache : userCache().resolve("demist");
    }

    private static Path userCache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        return configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
    }

    /**
     * Starts libtorch and finds models and schedulers. Blocks. Sets the system properties {@code ai.djl.offline} and
     * {@code OPT_OUT_TRACKING}, so that DJL neither downloads nor reports anything.
     */
    public Engine start() {
        Engine engine = new Engine(this);
        if (closeOnExit) {
            engine.closeOnExit();
        }
        return engine;
    }

    /** Starts the engine as {@link #start} does, on a thread that may block, once for each subscription. */
    public Mono<Engine> starting() {
        return ReactiveEngine.starting(this);
    }
}
