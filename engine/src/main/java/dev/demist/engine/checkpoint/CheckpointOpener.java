package dev.demist.engine.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.engine.batch.BatchLimit;
import dev.demist.engine.batch.StepBatcher;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.Models;
import dev.demist.engine.pipeline.Parts;
import dev.demist.engine.pipeline.SamplerPool;
import dev.demist.engine.pipeline.Samplers;
import dev.demist.engine.pipeline.TextConditioner;
import dev.demist.engine.runtime.Device;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens checkpoints: reads the configurations, maps the weights, builds the networks, and refuses parts that do not
 * fit.
 *
 * @param device where the networks run
 * @param schedulers what can be chosen
 * @param pool where samplers run
 * @param batch how many rows the steps of several runs may join to
 * @param clipTokenizer the folder of CLIP's tokenizer, for checkpoints that come without one
 */
public record CheckpointOpener(
        Device device, SchedulerRegistry schedulers, SamplerPool pool, BatchLimit batch, Supplier<Path> clipTokenizer) {

    /** The part that decodes previews: an {@code AutoencoderTiny} of the same latents, such as TAESD. */
    private static final String TINY_CODEC = "tiny_vae";

    /**
     * The parts of {@code checkpoint}, ready to run.
     *
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT;
     *     nothing stays open
     */
    public Parts open(String name, Checkpoint checkpoint) {
        PartSource source = LoraSource.merge(source(checkpoint), checkpoint.loras());
        OpenParts opened = new OpenParts();
        try {
            return open(name, checkpoint.path(), source, opened);
        } catch (RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    /** What the configurations of {@code checkpoint} tell; nothing is opened. Fails as {@link #open} does. */
    public ModelInfo describe(String name, Checkpoint checkpoint) {
        PartSource source = source(checkpoint);
        return Defaults.info(name, source, samplers(source).ownName());
    }

    /** The parts of {@code checkpoint}, each opened when it is asked for. Fails as {@link #open} does. */
    public CheckpointParts parts(Checkpoint checkpoint) {
        PartSource source = LoraSource.merge(source(checkpoint), checkpoint.loras());
        return new CheckpointParts(source, () -> samplers(source), device);
    }

    private PartSource source(Checkpoint checkpoint) {
        return Files.isRegularFile(checkpoint.path())
                ? SingleFileSource.open(checkpoint.path(), clipTokenizer.get())
                : FolderSource.open(checkpoint);
    }

    private Parts open(String name, Path path, PartSource source, OpenParts opened) {
        Samplers samplers = samplers(source);
        Denoiser denoiser = opened.add(batched(Models.denoiser(source.config("unet"), source.weights("unet"), device)));
        LatentCodec codec = source.has("vae")
                ? opened.add(Models.latentCodec(source.config("vae"), source.weights("vae"), device))
                : null;
        TextConditioner text = new TextOpener(device, opened).open(source);
        ControlNet controlNet = source.has("controlnet")
                ? opened.add(Models.controlNet(source.config("controlnet"), source.weights("controlnet"), device))
                : null;
        LatentCodec tinyCodec = source.has(TINY_CODEC)
                ? opened.add(Models.latentCodec(source.config(TINY_CODEC), source.weights(TINY_CODEC), device))
                : null;
        Fit.check(source, denoiser, codec, text);
        ModelInfo info = Defaults.info(name, source, samplers.ownName());
        return new Parts(info, denoiser, text, codec, controlNet, samplers, preview(path, codec), tinyCodec);
    }

    private Denoiser batched(Denoiser denoiser) {
        return new StepBatcher(denoiser, batch);
    }

    private Samplers samplers(PartSource source) {
        SchedulerConfig config = source.scheduler();
        String className = String.valueOf(config.values().get("_class_name"));
        SchedulerProvider own = schedulers
                .find(className)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        source.place("scheduler") + ": scheduler " + className + " is not known; known: "
                                + schedulers.names()));
        return new Samplers(schedulers, config, own.name(), pool);
    }

    private static @Nullable LinearPreview preview(Path path, @Nullable LatentCodec codec) {
        return codec == null
                ? null
                : LinearPreview.find(path, codec.scalingFactor(), codec.latentChannels())
                        .orElse(null);
    }
}
