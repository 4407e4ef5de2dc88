package dev.demist.engine;

import dev.demist.Additions;
import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.ComputeDevice;
import dev.demist.Control;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.GenerationRequest;
import dev.demist.ModelInfo;
import dev.demist.NetworkPlacement;
import dev.demist.Pipeline;
import dev.demist.engine.hub.Hub;
import dev.demist.engine.internal.checkpoint.PartKey;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.pipeline.DeviceNetworks;
import dev.demist.engine.internal.pipeline.EnginePipeline;
import dev.demist.engine.internal.pipeline.Model;
import dev.demist.engine.internal.pipeline.ModelReader;
import dev.demist.engine.internal.pipeline.Place;
import dev.demist.engine.internal.pipeline.Places;
import dev.demist.engine.internal.pipeline.SchedulerPool;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.DeviceMemory;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.tokenizer.Tokenizers;
import dev.demist.scheduler.SchedulerProvider;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds models and schedulers, opens pipelines, and owns the native engine's threads. Thread-safe.
 *
 * <p>Methods whose description says "Blocks" read files, open networks or wait for the native engine on the caller's
 * thread; {@link #reactive} has all of them as {@code Mono}. Native calls are made on one thread for each device,
 * {@code demist-engine}, and schedulers run on threads {@code demist-scheduler}; both are daemons. What pipelines emit
 * comes on Reactor's {@code parallel} threads.
 *
 * <p>A native call cannot be interrupted, and would crash a JVM that ends meanwhile. So an engine is closed when the
 * JVM exits ({@link EngineBuilder#closeOnExit}): {@code System.exit}, the end of the last thread, SIGINT and SIGTERM
 * wait for the call in flight, at most one step. {@code Runtime.halt} and SIGKILL do not.
 */
public final class Engine implements AutoCloseable {

    /** About a hundred prompts of Stable Diffusion XL. */
    private static final long PROMPT_BYTES = 128L << 20;

    private final SchedulerRegistry schedulers;
    private final ModelCatalog catalog;
    private final SchedulerPool pool;
    private final CheckpointReader checkpoints;
    private final ModelReader models;
    private final Places places;
    private final DeviceNetworks networks;
    private final PromptCache prompts = new PromptCache(PROMPT_BYTES);
    private final ObservationRegistry observations;
    private final Thread exit = new Thread(this::close, "demist-exit");

    Engine(EngineBuilder settings) {
        this.schedulers = SchedulerRegistry.load(settings.classLoader, settings.plugins);
        this.catalog = new ModelCatalog(
                EmbeddedModels.load(settings.classLoader),
                settings.cache(),
                List.copyOf(settings.models),
                Hub.fromEnvironment(System.getenv()));
        this.pool = new SchedulerPool(settings.schedulerLimit);
        this.checkpoints = new CheckpointReader(catalog::clipTokenizer, new Tokenizers(settings.tokenizer));
        this.models = new ModelReader(checkpoints, schedulers, pool);
        this.observations = settings.observations;
        this.places = settings.openDevices();
        this.networks = new DeviceNetworks(places, settings.batch, settings.listener, observations);
    }

    /** An engine with every default: the embedded models, the built-in schedulers. */
    public static Engine start() {
        return builder().start();
    }

    /** The settings of an engine that is to be started. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /** The methods that block, as {@code Mono}. */
    public ReactiveEngine reactive() {
        return new ReactiveEngine(this);
    }

    /** The names of the embedded models, of those in the models folders and in the Hugging Face cache. Blocks. */
    public List<String> models() {
        return catalog.names();
    }

    /** The LoRAs, textual inversions and ControlNets that requests can name. Blocks. */
    public Additions additions() {
        return catalog.additions();
    }

    /** The schedulers that can be asked for, no two of one name: the built-in ones, then those of plug-ins. */
    public List<SchedulerProvider> schedulers() {
        return schedulers.providers();
    }

    /**
     * Opens a model: reads its configurations and maps the weights of all its networks, each of which is open once
     * however many pipelines use it. They are kept open until {@link Pipeline#close}; {@link EngineBuilder#memory} can
     * close idle ones earlier, which then are opened again, or keep them longer. Blocks.
     *
     * @param model a name of {@link #models}, or {@code org/name} of a repository in the Hugging Face cache
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT
     */
    public Pipeline open(String model) {
        return open(model, find(model));
    }

    /** The name and defaults of a model, from its configurations. Blocks; fails as {@link #open(String)} does. */
    public ModelInfo info(String model) {
        return info(model, find(model));
    }

    /** The defaults of a checkpoint under a name of the caller's, from its configurations. Blocks. */
    public ModelInfo info(String name, Checkpoint checkpoint) {
        return models.read(name, checkpoint).info();
    }

    /**
     * The place of a model by its name. Paths are refused, so that callers reach only the models they were given.
     * Blocks.
     *
     * @param name one of {@link #models}, or {@code org/name} of a repository in the Hugging Face cache
     * @throws DemistException UNKNOWN_MODEL
     */
    public Checkpoint find(String name) {
        return catalog.find(name);
    }

    /**
     * The place of a model by its name or path. Blocks.
     *
     * @param model a name of {@link #models}, {@code org/name} of a repository in the Hugging Face cache, or the path
     *     of a folder or file
     * @throws DemistException UNKNOWN_MODEL
     */
    public Checkpoint checkpoint(String model) {
        return catalog.checkpoint(model);
    }

    /**
     * The contents of a checkpoint, or of a single part's folder, a LoRA, a textual inversion or any weight file. Only
     * configurations and the directories of weight files are read. Blocks.
     *
     * @throws DemistException as {@link #open(String)}
     */
    public CheckpointInfo inspect(Checkpoint checkpoint) {
        return checkpoints.inspect(nameOf(checkpoint), checkpoint);
    }

    /**
     * Where the networks of a checkpoint go to be drawn with when nothing else is open on the devices, in the order in
     * which a run needs them. A network of which there is one more on another device is the one of the steps: that is
     * where a second run takes them. Those that are more together than the budget of their device take turns there.
     * Empty for what is not a whole checkpoint. Nothing is opened. Blocks.
     *
     * @throws DemistException as {@link #open(String)}; OUT_OF_MEMORY for a network that is larger than every budget
     */
    public List<NetworkPlacement> placement(Checkpoint checkpoint) {
        return checkpoints.isWhole(checkpoint)
                ? networks.placement(models.read(nameOf(checkpoint), checkpoint))
                : List.of();
    }

    private String nameOf(Checkpoint checkpoint) {
        return catalog.modelOf(checkpoint.path().toAbsolutePath().normalize());
    }

    /** The parts of a checkpoint one by one, to be inspected or to be run in a loop of the caller's. Blocks. */
    public CheckpointParts parts(Checkpoint checkpoint) {
        CheckpointReader.Read read = checkpoints.read(checkpoint);
        Roles roles = read.family().roles();
        return new CheckpointParts(read.source(), roles, () -> models.plans(read.source(), read.family()), first());
    }

    /** Opens a checkpoint anywhere on disk, named after its file or folder, as {@link #open(String)} does. Blocks. */
    public Pipeline open(Checkpoint checkpoint) {
        return open(String.valueOf(checkpoint.path().getFileName()), checkpoint);
    }

    /** Opens a checkpoint anywhere on disk under a name of the caller's, as {@link #open(String)} does. Blocks. */
    public Pipeline open(String name, Checkpoint checkpoint) {
        Model model = models.read(name, checkpoint);
        return pipeline(model, checkpoint, networks.keepAll(model));
    }

    /**
     * A pipeline whose networks are opened when they are first used, and may be closed between two uses: they stay open
     * as long as the {@link EngineBuilder#memory} budget allows. Only configurations are read now; blocks for that.
     *
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE or PARTS_DO_NOT_FIT
     */
    public Pipeline onDemand(String name, Checkpoint checkpoint) {
        return pipeline(models.read(name, checkpoint), checkpoint, () -> {});
    }

    private Pipeline pipeline(Model model, Checkpoint checkpoint, Runnable onClose) {
        return new EnginePipeline(
                model, request -> adapted(model, checkpoint, request), networks, prompts, observations, onClose);
    }

    private Model adapted(Model model, Checkpoint checkpoint, GenerationRequest request) {
        Checkpoint adapted = checkpoint
                .withLoras(catalog.loras(request.adapters().loras()))
                .withEmbeddings(catalog.embeddings(request.adapters().embeddings()));
        for (Control control : request.controls()) {
            String net = control.net();
            adapted = net == null ? adapted : adapted.with(model.roles().controlNet(), catalog.controlNet(net));
        }
        return models.read(model.info().name(), adapted);
    }

    /** Where networks compute, the first of several; never {@link ComputeDevice#AUTO}. */
    public ComputeDevice device() {
        return first().place();
    }

    private Device first() {
        return places.all().get(0).device();
    }

    /** All devices of this machine that libtorch can use, the processors first. Asks each; blocks. */
    public List<ComputeDevice> devices() {
        return first().usable();
    }

    /** The devices of this engine with their budgets, and the models whose networks are open there. Blocks. */
    public List<DeviceUse> deviceUse() {
        return places.all().stream()
                .map(place ->
                        new DeviceUse(place.device().place(), place.device().budget(), models(place)))
                .toList();
    }

    /** About how many bytes the weights of open networks take on each device of this engine. Does not block. */
    public Map<ComputeDevice, Long> weights() {
        Map<ComputeDevice, Long> bytes = new LinkedHashMap<>();
        for (Place place : places.all()) {
            bytes.put(place.device().place(), place.cache().size());
        }
        return bytes;
    }

    /** What a device is and how much memory it has, as far as that can be found out, such as for a list of them. */
    public String describe(ComputeDevice named) {
        return DeviceMemory.describe(named);
    }

    private Map<String, Long> models(Place place) {
        Map<String, Long> bytes = new TreeMap<>();
        place.cache().sizes().forEach((key, size) -> bytes.merge(catalog.modelOf(place(key)), size, Long::sum));
        return bytes;
    }

    /** The networks that are open, by part and place, those of each device after each other, the oldest use first. */
    public List<String> openNetworks() {
        return networks.open().stream().map(String::valueOf).toList();
    }

    /**
     * The models whose networks are open, and about how many bytes their weights take on all devices; parts that belong
     * to none of {@link #models} go by the name of their file or folder. Blocks.
     */
    public Map<String, Long> openModels() {
        Map<String, Long> bytes = new TreeMap<>();
        places.all().forEach(place -> models(place).forEach((model, size) -> bytes.merge(model, size, Long::sum)));
        return bytes;
    }

    private static Path place(Object key) {
        return key instanceof PartKey part ? part.place() : Path.of(key.toString());
    }

    /** See {@link EngineBuilder#closeOnExit}. */
    void closeOnExit() {
        Runtime.getRuntime().addShutdownHook(exit);
    }

    /** Closes every network and ends the engine's threads, once the calls in flight are done. Blocks. Idempotent. */
    @Override
    public void close() {
        forgetExit();
        places.closeNetworks();
        pool.close();
        places.close();
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(exit);
        } catch (IllegalStateException exiting) {
            // then the hook runs, or has run
        }
    }
}
