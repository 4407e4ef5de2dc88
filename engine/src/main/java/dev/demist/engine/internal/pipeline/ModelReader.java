package dev.demist.engine.internal.pipeline;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ModelInfo;
import dev.demist.Preset;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.family.Family;
import dev.demist.engine.internal.family.Traits;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.preset.FoundPreset;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        Presets presets = presets(name, checkpoint, read, traits);
        return new Model(
                info(name, source, plans, traits, presets),
                family.roles(),
                source,
                traits,
                presets,
                plans,
                encoders -> family.conditioner(source, encoders),
                preview(checkpoint.path(), family, source, traits));
    }

    private static Presets presets(String name, Checkpoint checkpoint, CheckpointReader.Read read, Traits traits) {
        Set<Distillation> known = read.family().distillations();
        Optional<FoundPreset> found = CheckpointReader.preset(name, checkpoint, read);
        return Presets.of(known, found, traits, checkpoint.path());
    }

    private static ModelInfo info(String name, PartSource source, Plans plans, Traits traits, Presets presets) {
        Preset preset = presets.described();
        int steps = presets.defaults().steps();
        String scheduler = preset == null
                ? plans.own().name()
                : String.valueOf(preset.scheduler().name());
        return new ModelInfo(
                name,
                source.pipelineClass(),
                scheduler,
                plans.suiting(scheduler, steps),
                traits.side(),
                traits.side(),
                traits.latents().sizeMultiple(),
                steps,
                presets.defaults().guidanceScale(),
                traits.takesPrompt(),
                traits.guidance().takesScale(),
                traits.guidance().takesNegativePrompt(),
                traits.references(),
                traits.deepChannels() > 0,
                presets.names(),
                preset);
    }

    /** The schedulers under the configuration that comes with a checkpoint, else the one of its family. */
    public Plans plans(PartSource source, Family family) {
        String part = family.roles().scheduler();
        Optional<SchedulerConfig> given = source.scheduler(part);
        String className = given.map(config -> config.values().get("_class_name"))
                .orElse("")
                .toString();
        Optional<SchedulerProvider> provider = schedulers.find(className);
        OwnScheduler own = provider.map(it -> OwnScheduler.of(it.name()))
                .orElseGet(() -> OwnScheduler.missing(problem(source.place(part), className)));
        SchedulerConfig config = given.orElseGet(() -> family.publishedSchedule(source));
        Map<String, Object> settings =
                provider.map(it -> settings(it, source, family)).orElse(Map.of());
        return new Plans(schedulers, config.with(settings), own, pool, family.planRequests(source));
    }

    private static Map<String, Object> settings(SchedulerProvider provider, PartSource source, Family family) {
        Map<String, Object> settings = new HashMap<>(family.schedulerSettings(source));
        settings.keySet()
                .retainAll(
                        provider.options().stream().map(SchedulerOption::name).toList());
        return settings;
    }

    private String problem(Path place, String className) {
        String what = className.isEmpty()
                ? "it is missing, and the checkpoint names none: " + place + " has no usable scheduler_config.json"
                : place + " names " + className + ", which is not known";
        return what + "; name one in the request (--scheduler ddim); known: " + schedulers.names();
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
