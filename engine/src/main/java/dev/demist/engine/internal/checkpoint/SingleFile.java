package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A checkpoint in one file, under the names that diffusers gives to its parts. Immutable, thread-safe. */
public interface SingleFile {

    /** The pipeline's class in diffusers. */
    String pipelineClass();

    /** The parts that the file has or implies, tokenizers and the scheduler included. */
    Set<String> parts();

    /** The parts that such a checkpoint needs and that the file does not have. */
    Set<String> missing();

    /** The parts that it implies without having them; those in folders beside the file count before. */
    default Set<String> implied() {
        return Set.of();
    }

    /** A switch of the pipeline. */
    boolean flag(String key, boolean defaultValue);

    /** The configuration of a part, read off the shapes of its weights; empty for a tokenizer. */
    Map<String, Object> settings(String part);

    /** The configuration of a part that depends on the checkpoint it is used with; empty if the file decides it. */
    default Map<String, Object> borrowed(String part) {
        return Map.of();
    }

    /** The weights of a network under the names of diffusers. */
    Weights weights(String part);

    /**
     * A tokenizer, none of which such files contain.
     *
     * @param clip the folder of the tokenizer that all of CLIP's text models share
     * @param tokenizers opens it
     */
    Tokenizer tokenizer(String part, Path clip, Tokenizers tokenizers);
}
