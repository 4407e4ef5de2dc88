package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint in one file.
 *
 * @param path the file
 * @param file its contents
 * @param clip the folder of CLIP's {@code vocab.json} and {@code merges.txt}
 * @param tokenizers opens tokenizers
 */
public record SingleFileSource(Path path, SingleFile file, Path clip, Tokenizers tokenizers) implements PartSource {

    @Override
    public String pipelineClass() {
        return file.pipelineClass();
    }

    @Override
    public Set<String> parts() {
        return file.parts();
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return file.flag(key, defaultValue);
    }

    @Override
    public ModelConfig config(String part) {
        return ModelConfig.of(file.settings(part), path + ", " + part);
    }

    @Override
    public Map<String, Object> settings(String part) {
        return file.settings(part);
    }

    @Override
    public Weights weights(String part) {
        return file.weights(part);
    }

    @Override
    public PartKey key(String part) {
        return PartKey.of(part, path, null).with(file.borrowed(part));
    }

    @Override
    public Optional<SchedulerConfig> scheduler(String part) {
        return file.parts().contains(part) ? Optional.of(SchedulerConfig.of(file.settings(part))) : Optional.empty();
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return file.tokenizer(part, clip, tokenizers);
    }

    @Override
    public Path place(String part) {
        return path;
    }
}
