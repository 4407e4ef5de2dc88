package dev.demist.engine.internal.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A folder as diffusers writes it: a sub-folder for each part, or the files of all parts beside each other.
 *
 * @param checkpoint the folder, and the parts that are taken from elsewhere
 * @param index which parts it has
 */
record FolderSource(Checkpoint checkpoint, ModelIndex index) implements PartSource {

    static FolderSource open(Checkpoint checkpoint) {
        return new FolderSource(checkpoint, ModelIndex.read(checkpoint.path()));
    }

    @Override
    public String kind() {
        return index.className();
    }

    @Override
    public Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(index.parts().keySet());
        parts.addAll(checkpoint.parts().keySet());
        return parts;
    }

    @Override
    public Map<String, Object> settings(String part) {
        String file = part.startsWith("tokenizer")
                ? "tokenizer_config.json"
                : part.equals("scheduler") ? "scheduler_config.json" : "config.json";
        Path path = place(part).resolve(file);
        return Files.isRegularFile(path) ? Json.map(path) : Map.of();
    }

    @Override
    public boolean has(String part) {
        return index.has(part) || checkpoint.parts().containsKey(part);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return index.flag(key, defaultValue);
    }

    @Override
    public ModelConfig config(String part) {
        return ModelConfig.read(place(part).resolve("config.json"));
    }

    @Override
    public Weights weights(String part) {
        return WeightFiles.open(place(part), checkpoint.variant());
    }

    @Override
    public SchedulerConfig scheduler() {
        return SchedulerConfig.of(Json.map(place("scheduler").resolve("scheduler_config.json")));
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return ClipTokenizer.open(place(part));
    }

    /** A part's own folder; repositories of 2022 with a single network keep its files beside the index. */
    @Override
    public Path place(String part) {
        Path own = checkpoint.part(part);
        boolean flat =
                !Files.exists(own) && Files.isRegularFile(checkpoint.path().resolve("config.json"));
        return flat ? checkpoint.path() : own;
    }
}
