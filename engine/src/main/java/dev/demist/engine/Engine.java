package dev.demist.engine;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ModelInfo;
import dev.demist.Pipeline;
import dev.demist.engine.checkpoint.CheckpointOpener;
import dev.demist.engine.checkpoint.CheckpointParts;
import dev.demist.engine.hub.Hub;
import dev.demist.engine.pipeline.DiffusionPipeline;
import dev.demist.engine.pipeline.SamplerPool;
import dev.demist.engine.runtime.Device;
import dev.demist.scheduler.SchedulerRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;

/** Finds models and schedulers, opens pipelines, and owns the native engine's thread. Thread-safe. */
public final class Engine implements AutoCloseable {

    private final SchedulerRegistry schedulers;
    private final ModelCatalog catalog;
    private final Device device;
    private final SamplerPool pool;
    private final CheckpointOpener opener;
    private final ObservationRegistry observations;
    private final SharedPipelines pipelines = new SharedPipelines();

    Engine(EngineBuilder settings) {
        ClassLoader loader = Engine.class.getClassLoader();
        this.schedulers = SchedulerRegistry.load(loader, settings.plugins);
        this.catalog = new ModelCatalog(
                EmbeddedModels.load(loader), settings.cache(), settings.models, Hub.fromEnvironment(System.getenv()));
        this.device = Device.open(settings.threads, settings.precision);
        this.observations = settings.observations;
        this.pool = new SamplerPool(settings.samplerLimit);
        this.opener = new CheckpointOpener(device, schedulers, pool, settings.batch, catalog::clipTokenizer);
    }

    /** An engine with every default: the embedded models, the built-in schedulers. */
    public static Engine start() {
        return builder().start();
    }

    /** Starts the settings of an engine. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /** The names of the embedded models and of the folders under the models folder; each can be opened. */
    public List<String> models() {
        return catalog.names();
    }

    /** The schedulers that can be asked for. */
    public SchedulerRegistry schedulers() {
        return schedulers;
    }

    /**
     * Opens a model, or hands out the one that is open already: {@link Pipeline#close} frees it with its last user.
     *
     * @param model a name of {@link #models}, or {@code org/name} of a repository in the Hugging Face cache
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT
     */
    public Pipeline open(String model) {
        return open(model, catalog.find(model));
    }

    /** What is known of a model without opening it. Fails as {@link #open(String)} does. */
    public ModelInfo info(String model) {
        return opener.describe(model, catalog.find(model));
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

    /** A checkpoint's parts one by one, to look into or to run in a loop of one's own. */
    public CheckpointParts parts(Checkpoint checkpoint) {
        return opener.parts(checkpoint);
    }

    /** As {@link #open(String)}, for a checkpoint anywhere on disk. */
    public Pipeline open(Checkpoint checkpoint) {
        return open(String.valueOf(checkpoint.path().getFileName()), checkpoint);
    }

    private Pipeline open(String name, Checkpoint checkpoint) {
        return new LoraPipeline(
                acquire(name, checkpoint), loras -> acquire(name, checkpoint.withLoras(catalog.loras(loras))));
    }

    private Pipeline acquire(String name, Checkpoint checkpoint) {
        return pipelines.acquire(checkpoint, () -> new DiffusionPipeline(opener.open(name, checkpoint), observations));
    }

    /** Closes every pipeline and ends the engine's threads, once the calls in flight are done. */
    @Override
    public void close() {
        pipelines.close();
        pool.close();
        device.close();
    }
}
