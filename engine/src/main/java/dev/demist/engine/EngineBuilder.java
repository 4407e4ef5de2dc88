package dev.demist.engine;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Opening;
import dev.demist.Precision;
import dev.demist.TokenizerKind;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.pipeline.Place;
import dev.demist.engine.internal.pipeline.Places;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.DeviceMemory;
import dev.demist.engine.internal.runtime.DeviceSettings;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Settings of an {@link Engine}; each has a default. */
public final class EngineBuilder {

    final List<Path> models = new ArrayList<>();

    @Nullable
    Path plugins;

    private @Nullable Path cache;
    int threads = Runtime.getRuntime().availableProcessors();
    private List<ComputeDevice> devices = List.of(ComputeDevice.CPU);
    private final Map<ComputeDevice, Long> budgets = new LinkedHashMap<>();
    /** Opens devices; tests stand in for them. */
    Function<DeviceSettings, Device> opener = Device::open;

    Precision precision = Precision.AUTO;
    TokenizerKind tokenizer = TokenizerKind.FAST;
    Duration schedulerLimit = Duration.ofSeconds(30);

    ObservationRegistry observations = ObservationRegistry.NOOP;
    ClassLoader classLoader = Engine.class.getClassLoader();
    private boolean closeOnExit = true;

    BatchLimit batch = BatchLimit.DEFAULT;
    private ToLongFunction<ComputeDevice> memory = device -> 0;
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
        return devices(List.of(value));
    }

    /**
     * Several devices at once. A network is opened on the one with room and the fewest users; runs of one model spread
     * over all that have room for it once more. {@link ComputeDevice#CPU} among others takes what fits none of them.
     *
     * @param values at least one, none twice, the preferred first
     * @throws DemistException INVALID_REQUEST
     */
    public EngineBuilder devices(List<ComputeDevice> values) {
        boolean several = values.size() > 1;
        if (values.isEmpty() || Set.copyOf(values).size() < values.size()) {
            throw DemistException.invalid("device", values, "name at least one, and none twice");
        }
        if (several && values.contains(ComputeDevice.AUTO)) {
            throw DemistException.invalid("device", values, "auto stands alone; name those that it might choose");
        }
        devices = List.copyOf(values);
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
     * The budget in bytes for the weights of all open networks of a device, unless it has one of its own. Networks that
     * are not in use stay open while they fit; the least recently used is closed for another one. Those in use count,
     * but are never closed: on devices with memory of their own they take turns there, and one that is larger than the
     * budget is refused. 0 by default: exactly the networks of open pipelines stay open.
     */
    public EngineBuilder memory(long bytes) {
        notNegative(bytes);
        memory = device -> bytes;
        return this;
    }

    /**
     * The budgets that suit a server, for devices without one of their own: three quarters of a graphics card's memory,
     * half of the computer's for its processors.
     */
    public EngineBuilder usualMemory() {
        memory = DeviceMemory::usual;
        return this;
    }

    /** The budget of one of several devices; see {@link #memory(long)}. Others than those chosen are an error. */
    public EngineBuilder memory(ComputeDevice device, long bytes) {
        budgets.put(device, notNegative(bytes));
        return this;
    }

    private static long notNegative(long bytes) {
        if (bytes < 0) {
            throw DemistException.invalid("memory", bytes, "it must be at least 0");
        }
        return bytes;
    }

    private ToLongFunction<ComputeDevice> budget(ComputeDevice wanted) {
        Long own = budgets.get(wanted);
        return own == null ? memory : device -> own;
    }

    /** Opens the devices; none stays open if one cannot be. Blocks. */
    Places openDevices() {
        for (ComputeDevice named : budgets.keySet()) {
            if (!devices.contains(named)) {
                String auto = devices.contains(ComputeDevice.AUTO) ? "; what auto finds takes it without a name" : "";
                throw DemistException.invalid("memory", named, "it must be one of the devices " + devices + auto);
            }
        }
        List<Place> opened = new ArrayList<>();
        try {
            for (ComputeDevice wanted : devices) {
                opened.add(Place.of(opener.apply(new DeviceSettings(wanted, threads, precision, budget(wanted)))));
            }
            return new Places(opened);
        } catch (RuntimeException e) {
            new Places(opened).close();
            throw e;
        }
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
