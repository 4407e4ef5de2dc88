package dev.demist.engine.internal.pipeline;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.ModelInfo;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.family.Family;
import dev.demist.engine.internal.family.Traits;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads what checkpoints say of themselves. Blocking, thread-safe.
 *
 * @param checkpoints reads their files
 * @param schedulers the schedulers that can be asked for
 * @param pool where schedulers run
 */
public record ModelReader(CheckpointReader checkpoints, SchedulerRegistry schedulers, SchedulerPool pool) {

    /**
     * A checkpoint as a model. Only configurations are read.
     *
     * @param name the name of the model
     * @throws DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE or PARTS_DO_NOT_FIT
     */
    public Model read(String name, Checkpoint checkpoint) {
        CheckpointReader.Read read = checkpoints.read(checkpoint);
        Family family = read.family();
        PartSource source = read.source();
        family.check(source);
        Traits traits = family.traits(source);
        Plans plans = plans(source, family);
        ModelInfo info = new ModelInfo(
                name,
                source.pipelineClass(),
                plans.ownName(),
                traits.side(),
                traits.side(),
                traits.latents().sizeMultiple(),
                traits.steps(),
                traits.guidanceScale(),
                traits.takesPrompt());
        return new Model(
                info,
                family.roles(),
                source,
                traits,
                plans,
                encoders -> family.conditioner(source, encoders),
                preview(checkpoint.path(), family, source, traits));
    }

    /** The schedulers under the configuration that comes with a checkpoint. */
    public Plans plans(PartSource source, Family family) {
        String part = family.roles().scheduler();
        SchedulerConfig config = source.scheduler(part);
        String className = String.valueOf(config.values().get("_class_name"));
        SchedulerProvider own = schedulers
                .find(className)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        source.place(part) + ": scheduler " + className + " is not known; known: "
                                + schedulers.names()));
        return new Plans(schedulers, config, own.name(), pool, family.planRequests(source));
    }

    /** The map that comes with the model, else the known one of its family's latents. */
    private static @Nullable LinearPreview preview(Path model, Family family, PartSource source, Traits traits) {
        return traits.hasCodec()
                ? LinearPreview.of(model, traits.latents().channels())
                        .or(() -> family.preview(source))
                        .orElse(null)
                : null;
    }
}
