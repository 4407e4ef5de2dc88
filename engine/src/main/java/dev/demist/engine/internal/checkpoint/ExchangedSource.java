package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A checkpoint some of whose parts come from elsewhere.
 *
 * @param base the checkpoint
 * @param given part -> where it comes from
 */
public record ExchangedSource(PartSource base, Map<String, PartSource> given) implements PartSource {

    /** Copies the map. */
    public ExchangedSource {
        given = Map.copyOf(given);
    }

    /** {@code base} with all parts of {@code other} in place of its own. */
    public static PartSource of(PartSource base, PartSource other) {
        return new ExchangedSource(
                base, other.parts().stream().collect(Collectors.toMap(Function.identity(), part -> other)));
    }

    private PartSource of(String part) {
        return given.getOrDefault(part, base);
    }

    @Override
    public String pipelineClass() {
        return base.pipelineClass();
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(base.parts());
        parts.addAll(given.keySet());
        return parts;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return base.flag(key, defaultValue);
    }

    @Override
    public ModelConfig config(String part) {
        return of(part).config(part);
    }

    @Override
    public Map<String, Object> settings(String part) {
        return of(part).settings(part);
    }

    @Override
    public Weights weights(String part) {
        return of(part).weights(part);
    }

    @Override
    public PartKey key(String part) {
        return of(part).key(part);
    }

    @Override
    public Optional<SchedulerConfig> scheduler(String part) {
        return of(part).scheduler(part);
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return of(part).tokenizer(part);
    }

    @Override
    public Path place(String part) {
        return of(part).place(part);
    }
}
