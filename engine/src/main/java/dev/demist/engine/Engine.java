package dev.demist.engine;

import dev.demist.Additions;
import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ModelInfo;
import dev.demist.Opening;
import dev.demist.Pipeline;
import dev.demist.engine.hub.Hub;
import dev.demist.engine.internal.checkpoint.CheckpointOpener;
import dev.demist.engine.internal.checkpoint.CheckpointParts;
import dev.demist.engine.internal.pipeline.DiffusionPipeline;
import dev.demist.engine.internal.pipeline.SchedulerPool;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.scheduler.SchedulerProvider;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.function.Consumer;

/** Finds models and schedulers, opens pipelines, and owns the native engine's thread. Thread-safe. */
public final class Engine implements AutoCloseable {

    private final SchedulerRegistry schedulers;
    private final ModelCatalog catalog;
    private final Device device;
    private final SchedulerPool pool;
    private final CheckpointOpener opener;
    private final ObservationRegistry observations;
    private final SharedPipelines pipelines;
    private final Consumer<Opening> listener;

    Engine(EngineBuilder settings) {
        ClassLoader loader = Engine.class.getClassLoader();
        this.schedulers = SchedulerRegistry.load(loader, settings.plugins);
        this.catalog = new ModelCatalog(
                EmbeddedModels.load(loader),
                settings.cache(),
                List.copyOf(settings.models),
                Hub.fromEnvironment(System.getenv()));
        this.device = Device.open(settings.threads, settings.precision);
        this.observations = settings.observations;
        this.pool = new SchedulerPool(settings.schedulerLimit);
        this.opener = new CheckpointOpener(device, schedulers, pool, settings.batch, catalog::clipTokenizer);
        this.pipelines = new SharedPipelines(settings.memory);
        this.listener = settings.listener;
    }

    /** An engine with every default: the embedded models, the built-in schedulers. */
    public static Engine start() {
        return builder().start();
    }

    /** Starts the settings of an engine. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /** The names of the embedded models, of those in the models folders and in the Hugging Face cache. */
    public List<String> models() {
        return catalog.names();
    }

    /** What requests can add to a model. */
    public Additions additions() {
        return catalog.additions();
    }

    /** The schedulers that can be asked for, no two of one name: the built-in ones, then those of plug-ins. */
    public List<SchedulerProvider> schedulers() {
        return schedulers.providers();
    }

    /**
     * Opens a model, or hands out the one that is open already. {@link Pipeline#close} lets go of it; once nobody uses
     * it the engine closes it, unless there is {@link EngineBuilder#memory} to keep it.
     *
     * @param model a name of {@link #models}, or {@code org/name} of a repository in the Hugging Face cache
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT
     */
    public Pipeline open(String model) {
        return open(model, find(model));
    }

    /** What is known of a model without opening it. Fails as {@link #open(String)} does. */
    public ModelInfo info(String model) {
        return info(model, find(model));
    }

    /** What is known of a checkpoint without opening it; {@code name} is what it is called. */
    public ModelInfo info(String name, Checkpoint checkpoint) {
        return opener.describe(name, checkpoint);
    }

    /**
     * Where the model of a name lies; a path is no name, so that whoever asks sees only what was meant for it.
     *
     * @param name one of {@link #models}, or {@code org/name} of a repository in the Hugging Face cache
     * @throws DemistException UNKNOWN_MODEL
     */
    public Checkpoint find(String name) {
        return catalog.find(name);
    }

    /**
     * Where a model lies.
     *
     * @param model a name of {@link #models}, {@code org/name} of a repository in the Hugging Face cache, or the path
     *     of a folder or file
     * @throws DemistException UNKNOWN_MODEL
     */
    public Checkpoint checkpoint(String model) {
        return catalog.checkpoint(model);
    }

    /**
     * What lies in a checkpoint, or in the folder of a single part, a LoRA, a textual inversion or any weight file.
     * Only configurations and the directories of weight files are read.
     *
     * @throws DemistException as {@link #open(String)}
     */
    public CheckpointInfo inspect(Checkpoint checkpoint) {
        return opener.inspect(checkpoint);
    }

    /** A checkpoint's parts one by one, to look into or to run in a loop of one's own. */
    public CheckpointParts parts(Checkpoint checkpoint) {
        return opener.parts(checkpoint);
    }

    /** As {@link #open(String)}, for a checkpoint anywhere on disk. */
    public Pipeline open(Checkpoint checkpoint) {
        return open(String.valueOf(checkpoint.path().getFileName()), checkpoint);
    }

    /** As {@link #open(String)}, for a checkpoint anywhere on disk; {@code name} is what it is called. */
    public Pipeline open(String name, Checkpoint checkpoint) {
        return new AdaptedPipeline(
                acquire(name, checkpoint),
                request -> catalog.adapted(checkpoint, request),
                adapted -> acquire(name, adapted));
    }

    private Pipeline acquire(String name, Checkpoint checkpoint) {
        return pipelines.acquire(
                checkpoint,
                () -> opener.memory(checkpoint),
                () -> new DiffusionPipeline(opener.open(name, checkpoint, listener), observations));
    }

    /** Closes every pipeline and ends the engine's threads, once the calls in flight are done. */
    @Override
    public void close() {
        pipelines.close();
        pool.close();
        device.close();
    }
}
