package dev.demist.engine.internal.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.Opening;
import dev.demist.Precision;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.batch.StepBatcher;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.pipeline.OpenEncoders;
import dev.demist.engine.internal.pipeline.Parts;
import dev.demist.engine.internal.pipeline.Plans;
import dev.demist.engine.internal.pipeline.SchedulerPool;
import dev.demist.engine.internal.pipeline.TextConditioner;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens checkpoints: reads the configurations, maps the weights, builds the networks, and refuses parts that do not
 * fit.
 *
 * @param device where the networks run
 * @param schedulers what can be chosen
 * @param pool where schedulers run
 * @param batch how many rows the steps of several runs may join to
 * @param clipTokenizer the folder of CLIP's tokenizer, for checkpoints that come without one
 */
public record CheckpointOpener(
        Device device,
        SchedulerRegistry schedulers,
        SchedulerPool pool,
        BatchLimit batch,
        Supplier<Path> clipTokenizer) {

    /**
     * The parts of {@code checkpoint}, ready to run.
     *
     * @param name how the model is called
     * @param listener is told before each network is opened, and once more when all are
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT;
     *     nothing stays open
     */
    public Parts open(String name, Checkpoint checkpoint, Consumer<Opening> listener) {
        PartSource source = AdaptedSource.of(source(checkpoint), checkpoint);
        List<String> networks = source.networks();
        OpenParts opened = new OpenParts(
                part -> listener.accept(new Opening(name, part, networks.indexOf(part), networks.size())));
        try {
            Parts parts = open(name, checkpoint.path(), source, opened);
            listener.accept(new Opening(name, null, networks.size(), networks.size()));
            return parts;
        } catch (RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    /**
     * About how much memory the weights of {@code checkpoint} take while it is open, in bytes. Only the directories of
     * its files are read. Fails as {@link #open} does.
     */
    public long memory(Checkpoint checkpoint) {
        PartSource source = source(checkpoint);
        return source.networks().stream()
                .map(source::weights)
                .mapToLong(this::memory)
                .sum();
    }

    private long memory(Weights weights) {
        long bytes = device.precisionFor(weights) == Precision.BFLOAT16 ? 2 : Float.BYTES;
        return bytes * weights.elements();
    }

    /** What the configurations of {@code checkpoint} tell; nothing is opened. Fails as {@link #open} does. */
    public ModelInfo describe(String name, Checkpoint checkpoint) {
        PartSource source = source(checkpoint);
        return Defaults.info(name, source, plans(source).ownName());
    }

    /**
     * What lies in {@code checkpoint}, or in a part's folder or weight file on its own; no network is opened. Fails as
     * {@link #open} does.
     */
    public CheckpointInfo inspect(Checkpoint checkpoint) {
        return Loose.look(checkpoint.path()).orElseGet(() -> {
            PartSource source = source(checkpoint);
            return new CheckpointInfo(
                    source.kind(),
                    source.parts().stream()
                            .map(part -> Inspection.of(source, part))
                            .toList());
        });
    }

    /** The parts of {@code checkpoint}, each opened when it is asked for. Fails as {@link #open} does. */
    public CheckpointParts parts(Checkpoint checkpoint) {
        PartSource source = AdaptedSource.of(source(checkpoint), checkpoint);
        return new CheckpointParts(source, () -> plans(source), device);
    }

    private PartSource source(Checkpoint checkpoint) {
        return Files.isRegularFile(checkpoint.path())
                ? SingleFileSource.open(checkpoint.path(), clipTokenizer.get())
                : FolderSource.open(checkpoint);
    }

    private Parts open(String name, Path path, PartSource source, OpenParts opened) {
        Plans plans = plans(source);
        Denoiser denoiser = opened.open(
                "unet", () -> batched(Models.denoiser(source.config("unet"), source.weights("unet"), device)));
        LatentCodec codec = codec("vae", source, opened);
        TextOpener texts = new TextOpener(device, opened);
        OpenEncoders encoders = texts.encoders(source);
        TextConditioner text = texts.open(source, encoders);
        ControlNet controlNet = source.has("controlnet")
                ? opened.open(
                        "controlnet",
                        () -> Models.controlNet(source.config("controlnet"), source.weights("controlnet"), device))
                : null;
        LatentCodec tinyCodec = codec("tiny_vae", source, opened);
        Fit.check(source, denoiser, codec, text);
        if (controlNet != null) {
            Fit.check(source, controlNet, codec);
        }
        ModelInfo info = Defaults.info(name, source, plans.ownName());
        return new Parts(info, denoiser, text, encoders, codec, controlNet, plans, preview(path, codec), tinyCodec);
    }

    private @Nullable LatentCodec codec(String part, PartSource source, OpenParts opened) {
        return source.has(part)
                ? opened.open(part, () -> Models.latentCodec(source.config(part), source.weights(part), device))
                : null;
    }

    private Denoiser batched(Denoiser denoiser) {
        return new StepBatcher(denoiser, batch);
    }

    private Plans plans(PartSource source) {
        SchedulerConfig config = source.scheduler();
        String className = String.valueOf(config.values().get("_class_name"));
        SchedulerProvider own = schedulers
                .find(className)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        source.place("scheduler") + ": scheduler " + className + " is not known; known: "
                                + schedulers.names()));
        return new Plans(schedulers, config, own.name(), pool);
    }

    private static @Nullable LinearPreview preview(Path path, @Nullable LatentCodec codec) {
        return codec == null
                ? null
                : LinearPreview.find(path, codec.scalingFactor(), codec.latentChannels())
                        .orElse(null);
    }
}
