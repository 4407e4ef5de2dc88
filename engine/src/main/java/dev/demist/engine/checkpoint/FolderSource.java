package dev.demist.engine.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.engine.model.ModelConfig;
import dev.demist.engine.tokenizer.ClipTokenizer;
import dev.demist.engine.weights.WeightFiles;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Path;

/**
 * A folder as diffusers writes it: a sub-folder for each part.
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
    public ClipTokenizer tokenizer(String part) {
        return ClipTokenizer.open(place(part));
    }

    @Override
    public Path place(String part) {
        return checkpoint.part(part);
    }
}
