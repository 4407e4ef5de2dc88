package dev.demist.engine.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.ModelConfig;
import dev.demist.engine.model.Models;
import dev.demist.engine.pipeline.Parts;
import dev.demist.engine.pipeline.SamplerPool;
import dev.demist.engine.pipeline.Samplers;
import dev.demist.engine.pipeline.TextConditioner;
import dev.demist.engine.runtime.Device;
import dev.demist.engine.weights.WeightFiles;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerRegistry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Opens checkpoints: reads the configurations, maps the weights, builds the networks, and refuses parts that do not
 * fit.
 *
 * @param device where the networks run
 * @param schedulers what can be chosen
 * @param pool where samplers run
 */
public record CheckpointOpener(Device device, SchedulerRegistry schedulers, SamplerPool pool) {

    /**
     * The parts of {@code checkpoint}, ready to run.
     *
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT;
     *     nothing stays open
     */
    public Parts open(String name, Checkpoint checkpoint) {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(name, checkpoint, opened);
        } catch (RuntimeException | Error e) {
            opened.forEach(part -> closeQuietly(part, e));
            throw e;
        }
    }

    private Parts open(String name, Checkpoint checkpoint, Deque<AutoCloseable> opened) {
        ModelIndex index = ModelIndex.read(checkpoint.folder());
        Samplers samplers = samplers(checkpoint.part("scheduler"));
        Denoiser denoiser = push(opened, denoiser(checkpoint));
        LatentCodec codec = index.has("vae") ? push(opened, codec(checkpoint)) : null;
        TextConditioner text = push(opened, new TextOpener(device).open(index, checkpoint));
        Fit.check(checkpoint, denoiser, codec, text);
        ModelInfo info = info(name, index, denoiser, codec, text, samplers);
        ControlNet controlNet = steered(index, checkpoint) ? push(opened, controlNet(checkpoint)) : null;
        return new Parts(info, denoiser, text, codec, controlNet, samplers, preview(checkpoint.folder(), codec));
    }

    private static <T extends AutoCloseable> T push(Deque<AutoCloseable> opened, T part) {
        opened.push(part);
        return part;
    }

    private static void closeQuietly(AutoCloseable part, Throwable reason) {
        try {
            part.close();
        } catch (Exception e) {
            reason.addSuppressed(e);
        }
    }

    private Denoiser denoiser(Checkpoint checkpoint) {
        Path folder = checkpoint.part("unet");
        return Models.denoiser(config(folder), weights(folder, checkpoint.variant()), device);
    }

    private LatentCodec codec(Checkpoint checkpoint) {
        Path folder = checkpoint.part("vae");
        return Models.latentCodec(config(folder), weights(folder, checkpoint.variant()), device);
    }

    private static boolean steered(ModelIndex index, Checkpoint checkpoint) {
        return index.has("controlnet") || checkpoint.parts().containsKey("controlnet");
    }

    private ControlNet controlNet(Checkpoint checkpoint) {
        Path folder = checkpoint.part("controlnet");
        return Models.controlNet(config(folder), weights(folder, checkpoint.variant()), device);
    }

    static ModelConfig config(Path folder) {
        return ModelConfig.read(folder.resolve("config.json"));
    }

    static Weights weights(Path folder, @Nullable String variant) {
        return WeightFiles.open(folder, variant);
    }

    private Samplers samplers(Path folder) {
        Path file = folder.resolve("scheduler_config.json");
        SchedulerConfig config = SchedulerConfig.of(Json.map(file));
        String className = String.valueOf(config.values().get("_class_name"));
        SchedulerProvider own = schedulers
                .find(className)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        file + ": scheduler " + className + " is not known; known: " + schedulers.names()));
        return new Samplers(schedulers, config, own.name(), pool);
    }

    private static @Nullable LinearPreview preview(Path folder, @Nullable LatentCodec codec) {
        return codec == null
                ? null
                : LinearPreview.find(folder, codec.scalingFactor(), codec.latentChannels())
                        .orElse(null);
    }

    private static ModelInfo info(
            String name,
            ModelIndex index,
            Denoiser denoiser,
            @Nullable LatentCodec codec,
            TextConditioner text,
            Samplers samplers) {
        int side = denoiser.sampleSize() * (codec == null ? 1 : codec.scale());
        Defaults defaults = Defaults.of(text != TextConditioner.NONE, denoiser.timeCondProjDim() > 0);
        return new ModelInfo(
                name,
                index.className(),
                samplers.ownName(),
                side,
                side,
                defaults.steps(),
                defaults.guidance(),
                text != TextConditioner.NONE);
    }

    /** Steps and guidance that suit a kind of model. */
    private record Defaults(int steps, double guidance) {
        static Defaults of(boolean takesPrompt, boolean distilled) {
            if (!takesPrompt) {
                return new Defaults(50, 1);
            }
            return distilled ? new Defaults(4, 8.5) : new Defaults(20, 5);
        }
    }
}
