package dev.demist.engine.internal.family;

import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.lora.LoraPart;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A family of pipelines, such as Stable Diffusion XL: the names and roles of its parts, what must fit to what, how text
 * becomes conditioning, how guidance is done. A new family is a class that implements this and a line in
 * {@link Families}. Stateless and thread-safe.
 *
 * <p>Methods that read a checkpoint fail with a {@link dev.demist.DemistException}: UNSUPPORTED_MODEL for settings that
 * are not supported, CORRUPT_FILE or NOT_FOUND for configurations.
 */
public interface Family {

    /** The name of the family, for people. */
    String name();

    /** Whether a class of diffusers, as {@code model_index.json} names it, is a pipeline of this family. */
    boolean includes(String pipelineClass);

    /** Whether a checkpoint of an unknown pipeline class has the parts of this family. */
    boolean resembles(PartSource source);

    /** The names of its parts. */
    Roles roles();

    /** The configurations of a checkpoint as far as they decide how it is used. */
    Traits traits(PartSource source);

    /**
     * Checks that the parts of a checkpoint fit each other, from their configurations alone.
     *
     * @throws dev.demist.DemistException PARTS_DO_NOT_FIT with both places and both measures
     */
    void check(PartSource source);

    /**
     * Additions to the request for a plan, which has the shape of the sample: the number of tokens, where it is not one
     * for each 2 x 2 patch, or a shift that the family computes by itself ({@code mu}).
     */
    default UnaryOperator<PlanRequest> planRequests(PartSource source) {
        return UnaryOperator.identity();
    }

    /**
     * The noise schedule that this family was published with, for checkpoints that come without a scheduler.
     *
     * @throws dev.demist.DemistException UNSUPPORTED_MODEL if a checkpoint may have been trained in more than one way
     */
    default SchedulerConfig publishedSchedule(PartSource source) {
        return SchedulerConfig.of(Map.of());
    }

    /** What the family's pipelines set in the configuration of a checkpoint's own scheduler, if it has the option. */
    default Map<String, Object> schedulerSettings(PartSource source) {
        return Map.of();
    }

    /**
     * The conversion of prompts to conditioning.
     *
     * @param encoders calls the text encoders by their names
     */
    TextConditioner conditioner(PartSource source, Encoders encoders);

    /** The parts that LoRAs of this family adapt, with the names of their modules. */
    List<LoraPart> loraParts();

    /** The ways in which models of this family are distilled to few steps, each of which has a preset. */
    default Set<Distillation> distillations() {
        return Set.of();
    }

    /** The known linear map from a checkpoint's latents to colours; empty if there is none. */
    Optional<LinearPreview> preview(PartSource source);

    /**
     * A part of this family in a file of its own; empty if the file does not hold it in a known layout.
     *
     * @param rest the other parts of the checkpoint
     */
    default Optional<SingleFile> partFile(String part, Weights file, PartSource rest) {
        return Optional.empty();
    }

    /** A single-file checkpoint in the layout in which this family was first published; empty for any other file. */
    default Optional<SingleFile> singleFile(Weights file) {
        return Optional.empty();
    }
}
