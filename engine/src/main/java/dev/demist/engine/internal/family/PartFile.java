package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.LdmPart;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network in a file of its own.
 *
 * @param name of the part
 * @param network its weights and configuration
 */
record PartFile(String name, LdmPart network) implements SingleFile {

    static Optional<SingleFile> of(String name, Optional<LdmPart> network) {
        return network.map(it -> new PartFile(name, it));
    }

    @Override
    public String pipelineClass() {
        return "";
    }

    @Override
    public Set<String> parts() {
        return Set.of(name);
    }

    @Override
    public Set<String> missing() {
        return Set.of();
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return defaultValue;
    }

    @Override
    public Map<String, Object> settings(String part) {
        return network.config();
    }

    @Override
    public Weights weights(String part) {
        return network.weights();
    }

    @Override
    public Tokenizer tokenizer(String part, Path clip, Tokenizers tokenizers) {
        throw new IllegalArgumentException(part);
    }
}
