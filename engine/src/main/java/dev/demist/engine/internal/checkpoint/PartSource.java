package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parts of a checkpoint by their names in {@code model_index.json}. Which of them there are, and what each is for,
 * is known to the checkpoint's family.
 */
public interface PartSource {

    /** The pipeline's class in diffusers. */
    String pipelineClass();

    /** Every part by name, including those without a use in Demist. */
    Set<String> parts();

    /** Whether there is such a part. */
    default boolean has(String part) {
        return parts().contains(part);
    }

    /** A switch of the pipeline. */
    boolean flag(String key, boolean defaultValue);

    /** The configuration of a part that is a network. */
    ModelConfig config(String part);

    /** A part's configuration, whatever the part is; empty if it has none. */
    Map<String, Object> settings(String part);

    /** The weights of a part that is a network. */
    Weights weights(String part);

    /** The identity of a part's weights. */
    PartKey key(String part);

    /** The configuration of the checkpoint's own scheduler; empty if it has none. */
    Optional<SchedulerConfig> scheduler(String part);

    /** A tokenizer. */
    Tokenizer tokenizer(String part);

    /** What was asked for and has less effect than it could have, in words. May read the heads of files. */
    default List<String> warnings() {
        return List.of();
    }

    /** A part's place, for messages. */
    Path place(String part);
}
