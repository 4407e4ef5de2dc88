package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the parts of a checkpoint come from. Parts go by their names in diffusers: {@code unet}, {@code vae},
 * {@code text_encoder} …; {@code tiny_vae} is an {@code AutoencoderTiny} for previews, such as TAESD.
 */
interface PartSource {

    /** The parts that are networks, in the order in which they are opened. */
    List<String> NETWORKS = List.of("unet", "vae", "text_encoder", "text_encoder_2", "controlnet", "tiny_vae");

    /** The pipeline's class. */
    String kind();

    /** Every part by name, those too that Demist has no use for. */
    Set<String> parts();

    /** Whether there is such a part. */
    boolean has(String part);

    /** The networks that there are, of {@link #NETWORKS}. */
    default List<String> networks() {
        return NETWORKS.stream().filter(this::has).toList();
    }

    /** A switch of the pipeline. */
    boolean flag(String key, boolean defaultValue);

    /** What a part is made like, if it is a network. */
    ModelConfig config(String part);

    /** What a part's configuration says, whatever the part is; empty if it has none. */
    Map<String, Object> settings(String part);

    /** What a part has learned. */
    Weights weights(String part);

    /** The checkpoint's own scheduler. */
    SchedulerConfig scheduler();

    /** The tokenizer {@code tokenizer} or {@code tokenizer_2}. */
    Tokenizer tokenizer(String part);

    /** A part's place, for messages. */
    Path place(String part);
}
