package dev.demist.engine;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.PartInfo;
import dev.demist.SchedulerChoice;
import dev.demist.Token;
import dev.demist.engine.internal.checkpoint.Inspection;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.ClipEncoders;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.pipeline.Plans;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The parts of a checkpoint one by one, to be inspected or to be run in a loop of one's own. A part is named as in
 * {@code model_index.json}; each call opens it once more, and {@link #close} frees everything that was opened.
 * Thread-safe.
 *
 * <p>Methods that open a part throw {@link dev.demist.DemistException}: UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE
 * or WEIGHTS_MISMATCH.
 */
public final class CheckpointParts implements AutoCloseable {

    private final PartSource source;
    private final Roles roles;
    private final Supplier<Plans> plans;
    private final Device device;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    CheckpointParts(PartSource source, Roles roles, Supplier<Plans> plans, Device device) {
        this.source = source;
        this.roles = roles;
        this.plans = plans;
        this.device = device;
    }

    /** A loader of the networks of one kind. */
    private interface Loader<T> {
        T load(ModelConfig config, Weights weights, Device device);
    }

    /** The description of every part; no network is opened. */
    public List<PartInfo> describe() {
        List<String> networks = roles.networks(source);
        return source.parts().stream()
                .map(part -> Inspection.of(source, part, networks.contains(part)))
                .toList();
    }

    /** A part's configuration as its file has it; empty if it has none. */
    public Map<String, Object> settings(String part) {
        return source.settings(part);
    }

    /** The network that is called at every step, such as {@code unet}. */
    public Denoiser denoiser() {
        return open(roles.denoiser(), Models::denoiser);
    }

    /** A text encoder, such as {@code text_encoder}. */
    public TextEncoder textEncoder(String part) {
        return open(part, Models::textEncoder);
    }

    /** The autoencoder, {@code vae}. */
    public LatentCodec latentCodec() {
        return open(roles.codec(), Models::latentCodec);
    }

    /** The network that lets a picture steer, {@code controlnet}. */
    public ControlNet controlNet() {
        return open(roles.controlNet(), Models::controlNet);
    }

    /** A tokenizer, such as {@code tokenizer}. */
    public Tokenizer tokenizer(String part) {
        return source.tokenizer(part);
    }

    /** {@code text} as the row of tokens that the first text encoder takes; what does not fit into it is cut off. */
    public List<Token> tokens(String text) {
        Roles.Text first = roles.texts(source).get(0);
        Tokenizer tokenizer = tokenizer(first.tokenizer());
        int used = tokenizer.ids(text).length;
        int[] row = tokenizer.padded(text, ClipEncoders.shape(source, first).positions());
        return IntStream.range(0, row.length)
                .mapToObj(i -> new Token(row[i], tokenizer.token(row[i]), i >= used))
                .toList();
    }

    /** The checkpoint's own scheduler. */
    public Scheduler scheduler() {
        return plans.get().scheduler(SchedulerChoice.OF_CHECKPOINT);
    }

    /**
     * Another scheduler with the checkpoint's configuration.
     *
     * @param name its short name or its class in diffusers
     */
    public Scheduler scheduler(String name) {
        return plans.get().scheduler(SchedulerChoice.of(name));
    }

    private <T extends AutoCloseable> T open(String part, Loader<T> loader) {
        T network = loader.load(source.config(part), source.weights(part), device);
        synchronized (opened) {
            opened.push(network);
        }
        return network;
    }

    @Override
    public void close() {
        synchronized (opened) {
            opened.forEach(CheckpointParts::close);
            opened.clear();
        }
    }

    private static void close(AutoCloseable network) {
        try {
            network.close();
        } catch (Exception e) {
            throw new DemistException(ErrorCode.ENGINE_FAILED, "a part could not be closed: " + e.getMessage(), e);
        }
    }
}
