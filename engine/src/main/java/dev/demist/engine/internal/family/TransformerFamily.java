package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.Optional;
import java.util.Set;

/** What the families around a transformer have in common: they are known by its class, and come in files alike. */
abstract sealed class TransformerFamily implements Family permits Flux1, Flux2Klein, StableDiffusion3, ZImage {

    private final String name;
    private final Set<String> pipelines;
    private final String network;
    private final TransformerFiles files;

    /**
     * A family.
     *
     * @param name for people
     * @param pipelines the classes of its pipelines in diffusers
     * @param network the class of its transformer in diffusers
     * @param files how its networks are found in files
     */
    TransformerFamily(String name, Set<String> pipelines, String network, TransformerFiles files) {
        this.name = name;
        this.pipelines = pipelines;
        this.network = network;
        this.files = files;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean includes(String pipelineClass) {
        return pipelines.contains(pipelineClass);
    }

    @Override
    public boolean resembles(PartSource source) {
        return TransformerTraits.className(source, roles().denoiser()).equals(network);
    }

    @Override
    public final Roles roles() {
        return files.roles();
    }

    @Override
    public final Optional<SingleFile> partFile(String part, Weights file, PartSource rest) {
        return files.part(part, file, rest);
    }
}
