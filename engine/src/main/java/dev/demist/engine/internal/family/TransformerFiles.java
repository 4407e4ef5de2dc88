package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The files of a family of transformers: those of single networks, and whole checkpoints.
 *
 * @param pipelineClass the pipeline's class in diffusers
 * @param roles the names of its parts
 * @param readers part -> how it is found
 * @param optional the text encoders that a checkpoint can do without
 * @param clips tokenizers of CLIP -> the token that fills up their rows
 */
record TransformerFiles(
        String pipelineClass,
        Roles roles,
        Map<String, NetworkReader> readers,
        Set<String> optional,
        Map<String, String> clips) {

    /** The class that a configuration names if it was read off shapes. */
    private static final String CLASS = "_class_name";

    private static final Map<String, Object> SCHEDULER = Map.of(CLASS, "FlowMatchEulerDiscreteScheduler");

    /** What fills up the rows of CLIP ViT-L, and of OpenCLIP's text models. */
    static final String END = "<|endoftext|>";

    static final String FIRST = "!";

    /** A network in a file of its own; empty if it is none of these or not in the file. */
    Optional<SingleFile> part(String part, Weights file, PartSource rest) {
        return readers.containsKey(part) ? PartFile.of(part, read(part, file, rest.settings(part))) : Optional.empty();
    }

    /**
     * A checkpoint in one file, perhaps without the networks around the transformer; empty if the file does not have
     * that under the names of its makers.
     *
     * @param schedule the configuration of the scheduler that goes with a transformer's
     */
    Optional<WholeFile> whole(Weights file, UnaryOperator<Map<String, Object>> schedule) {
        return read(roles.denoiser(), file, Map.of())
                .filter(transformer -> transformer.config().containsKey(CLASS))
                .map(transformer -> {
                    Map<String, NetworkFile> networks = new LinkedHashMap<>(Map.of(roles.denoiser(), transformer));
                    around().forEach(part ->
                            read(part, file, Map.of()).ifPresent(network -> networks.put(part, network)));
                    return new WholeFile(
                            this,
                            networks,
                            Map.of(),
                            NetworkFile.with(SCHEDULER, schedule.apply(transformer.config())));
                });
    }

    private Optional<NetworkFile> read(String part, Weights file, Map<String, Object> replaced) {
        return Objects.requireNonNull(readers.get(part)).read(file, replaced);
    }

    /** The networks around the transformer. */
    Stream<String> around() {
        return Stream.concat(Stream.of(roles.codec()), roles.texts().stream().map(Roles.Text::encoder));
    }
}
