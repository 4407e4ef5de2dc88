package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.SingleFile;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A transformer in a single file, with what the file has of the networks around it.
 *
 * @param files how they are found
 * @param networks part -> its network
 * @param flags switches of the pipeline
 * @param scheduler the configuration of its scheduler
 */
record WholeFile(
        TransformerFiles files,
        Map<String, NetworkFile> networks,
        Map<String, Boolean> flags,
        Map<String, Object> scheduler)
        implements SingleFile {

    /** This with a switch of the pipeline. */
    WholeFile with(String flag, boolean value) {
        return new WholeFile(files, networks, Map.of(flag, value), scheduler);
    }

    @Override
    public String pipelineClass() {
        return files.pipelineClass();
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(networks.keySet());
        parts.addAll(files.clips().keySet());
        parts.addAll(implied());
        return Collections.unmodifiableSet(parts);
    }

    @Override
    public Set<String> implied() {
        return Set.of(files.roles().scheduler());
    }

    /** Networks, and the tokenizers that are not CLIP's: there are as many vocabularies as models. */
    @Override
    public Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        files.around()
                .filter(part -> !files.optional().contains(part) && !networks.containsKey(part))
                .forEach(missing::add);
        files.roles().texts().stream()
                .filter(text -> !files.clips().containsKey(text.tokenizer()))
                .filter(text -> !files.optional().contains(text.encoder()) || networks.containsKey(text.encoder()))
                .forEach(text -> missing.add(text.tokenizer()));
        return Collections.unmodifiableSet(missing);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return flags.getOrDefault(key, defaultValue);
    }

    @Override
    public Map<String, Object> settings(String part) {
        NetworkFile network = networks.get(part);
        if (network != null) {
            return network.config();
        }
        return part.equals(files.roles().scheduler()) ? scheduler : Map.of();
    }

    @Override
    public Weights weights(String part) {
        NetworkFile network = networks.get(part);
        if (network == null) {
            throw new IllegalArgumentException(part);
        }
        return network.weights();
    }

    @Override
    public Tokenizer tokenizer(String part, Path clip, Tokenizers tokenizers) {
        String pad = files.clips().get(part);
        if (pad == null) {
            throw new IllegalArgumentException(part);
        }
        return tokenizers.clip(clip, pad);
    }
}
