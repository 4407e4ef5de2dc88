package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The families that Demist knows. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new StableDiffusionXl(),
            new StableDiffusion(),
            new StableDiffusion3(),
            new Flux1(),
            new Flux2Klein(),
            new ZImage(),
            new UnconditionalDiffusion());

    private Families() {}

    /**
     * The family of a checkpoint: that of its pipeline's class, else the first one whose parts it has, for pipelines
     * that were saved under a class of their own.
     *
     * @throws DemistException UNSUPPORTED_MODEL if it is of none of them
     */
    public static Family of(PartSource source) {
        return find(source)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        "\"" + source.pipelineClass() + "\" with the parts " + source.parts()
                                + " is not a pipeline that can be opened; known families: " + names()));
    }

    /** As {@link #of}; empty if it is of none of them. */
    static Optional<Family> find(PartSource source) {
        return ALL.stream()
                .filter(family -> family.includes(source.pipelineClass()))
                .findFirst()
                .or(() ->
                        ALL.stream().filter(family -> family.resembles(source)).findFirst());
    }

    /** The names of all of them. */
    static String names() {
        return ALL.stream().map(Family::name).collect(Collectors.joining(", "));
    }

    /** The contents of a single-file checkpoint; empty for files in none of the known layouts. */
    public static Optional<SingleFile> singleFile(Weights file) {
        return ALL.stream().flatMap(family -> family.singleFile(file).stream()).findFirst();
    }

    /** The parts that LoRAs of any family adapt. */
    static List<LoraPart> loraParts() {
        return ALL.stream()
                .flatMap(family -> family.loraParts().stream())
                .distinct()
                .toList();
    }

    /** The parts of any family that are networks. */
    static Stream<String> networkNames() {
        return ALL.stream()
                .map(Family::roles)
                .flatMap(roles -> Stream.concat(
                        Stream.of(roles.denoiser(), roles.codec(), roles.controlNet(), roles.previewCodec()),
                        roles.texts().stream().map(Roles.Text::encoder)))
                .distinct();
    }
}
