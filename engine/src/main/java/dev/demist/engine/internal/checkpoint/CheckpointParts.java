package dev.demist.engine.internal.checkpoint;

import dev.demist.DemistException;
import dev.demist.PartInfo;
import dev.demist.SchedulerChoice;
import dev.demist.Token;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.pipeline.Plans;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The parts of a checkpoint one by one, for those who look into it or write the loop themselves. A part goes by its
 * name in {@code model_index.json}; each call opens it anew, and {@link #close} frees all that was opened. Thread-safe.
 *
 * <p>What opens a part throws {@link DemistException}: UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE or
 * WEIGHTS_MISMATCH.
 */
public final class CheckpointParts implements AutoCloseable {

    private final PartSource source;
    private final Supplier<Plans> plans;
    private final Device device;
    private final OpenParts opened = new OpenParts(part -> {});

    CheckpointParts(PartSource source, Supplier<Plans> plans, Device device) {
        this.source = source;
        this.plans = plans;
        this.device = device;
    }

    /** What lies in the checkpoint; no network is opened. */
    public List<PartInfo> describe() {
        return source.parts().stream().map(part -> Inspection.of(source, part)).toList();
    }

    /** A part's configuration as its file has it; empty if it has none. */
    public Map<String, Object> settings(String part) {
        return source.settings(part);
    }

    /** The network {@code unet}. */
    public Denoiser denoiser() {
        return open("unet", () -> Models.denoiser(source.config("unet"), source.weights("unet"), device));
    }

    /** The network {@code text_encoder} or {@code text_encoder_2}. */
    public TextEncoder textEncoder(String part) {
        return open(part, () -> Models.textEncoder(source.config(part), source.weights(part), device));
    }

    /** The network {@code vae}. */
    public LatentCodec latentCodec() {
        return open("vae", () -> Models.latentCodec(source.config("vae"), source.weights("vae"), device));
    }

    /** The network {@code controlnet}. */
    public ControlNet controlNet() {
        return open(
                "controlnet",
                () -> Models.controlNet(source.config("controlnet"), source.weights("controlnet"), device));
    }

    /** The tokenizer {@code tokenizer} or {@code tokenizer_2}. */
    public Tokenizer tokenizer(String part) {
        return source.tokenizer(part);
    }

    /** {@code text} as the row of tokens that the text encoder gets; what does not fit into it is cut off. */
    public List<Token> tokens(String text) {
        String suffix = source.has("text_encoder") ? "" : "_2";
        Tokenizer tokenizer = tokenizer("tokenizer" + suffix);
        int used = tokenizer.ids(text).length;
        int length = Models.textShape(source.config("text_encoder" + suffix)).positions();
        int[] row = tokenizer.padded(text, length);
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

    private <T extends AutoCloseable> T open(String part, Supplier<T> opener) {
        synchronized (opened) {
            return opened.open(part, opener);
        }
    }

    @Override
    public void close() {
        synchronized (opened) {
            opened.closeAll();
        }
    }
}
