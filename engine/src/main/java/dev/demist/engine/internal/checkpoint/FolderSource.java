package dev.demist.engine.internal.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.demist.Checkpoint;
import dev.demist.engine.internal.file.JsonFile;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.weights.OtherQuantization;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.tokenizer.Tokenizer;
import dev.demist.engine.tokenizer.Tokenizers;
import dev.demist.scheduler.SchedulerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder as diffusers writes it: a sub-folder for each part, or the files of all parts beside each other.
 *
 * @param checkpoint the folder, and the parts that are taken from elsewhere
 * @param index which parts it has
 * @param tokenizers opens tokenizers
 */
public record FolderSource(Checkpoint checkpoint, ModelIndex index, Tokenizers tokenizers) implements PartSource {

    private static final String SCHEDULER = "scheduler_config.json";
    private static final String CLASS = "_class_name";
    private static final String CONFIG = "config.json";
    private static final String TOKENIZER = "tokenizer_config.json";
    private static final List<String> CONFIGURATIONS = List.of(CONFIG, SCHEDULER, TOKENIZER);

    /** Opens a folder; fails as {@link ModelIndex#read} does. */
    public static FolderSource open(Checkpoint checkpoint, Tokenizers tokenizers) {
        return new FolderSource(checkpoint, ModelIndex.read(checkpoint.path()), tokenizers);
    }

    /** The parts of {@code checkpoint} that are taken from folders elsewhere, whatever the rest of it is. */
    public static FolderSource ofParts(Checkpoint checkpoint, Tokenizers tokenizers) {
        return new FolderSource(
                checkpoint, new ModelIndex("", Map.of(), JsonNodeFactory.instance.objectNode()), tokenizers);
    }

    @Override
    public String pipelineClass() {
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
        Path file = place(part).resolve(configuration(part));
        Map<String, Object> settings = Files.isRegularFile(file) ? JsonFile.map(file) : Map.of();
        return configuration(part).equals(SCHEDULER) ? ofClass(part, settings) : settings;
    }

    /** As in diffusers, a scheduler is of the class that the index names, whichever one has written its settings. */
    private Map<String, Object> ofClass(String part, Map<String, Object> settings) {
        String className =
                checkpoint.parts().containsKey(part) ? null : index.parts().get(part);
        if (className == null) {
            return settings;
        }
        Map<String, Object> changed = new LinkedHashMap<>(settings);
        changed.put(CLASS, className);
        return changed;
    }

    /** The file name depends on what a part is: in old repositories several of them stand in one folder. */
    private String configuration(String part) {
        String className = index.parts().getOrDefault(part, "");
        if (className.isEmpty()) {
            return CONFIGURATIONS.stream()
                    .filter(name -> Files.isRegularFile(place(part).resolve(name)))
                    .findFirst()
                    .orElse(CONFIG);
        }
        if (className.endsWith("Scheduler")) {
            return SCHEDULER;
        }
        return className.contains("Tokenizer") ? TOKENIZER : CONFIG;
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
        return index.flag(key, defaultValue);
    }

    @Override
    public ModelConfig config(String part) {
        OtherQuantization.refuse(settings(part), place(part));
        return ModelConfig.read(place(part).resolve(CONFIG));
    }

    @Override
    public Weights weights(String part) {
        OtherQuantization.refuse(settings(part), place(part));
        return FolderNetwork.named(WeightFiles.open(place(part), checkpoint.variant()), () -> settings(part));
    }

    @Override
    public PartKey key(String part) {
        return PartKey.of(part, place(part), checkpoint.variant());
    }

    @Override
    public Optional<SchedulerConfig> scheduler(String part) {
        Path file = place(part).resolve(SCHEDULER);
        return Files.isRegularFile(file)
                ? Optional.of(SchedulerConfig.of(ofClass(part, JsonFile.map(file))))
                : Optional.empty();
    }

    @Override
    public Tokenizer tokenizer(String part) {
        return tokenizers.of(place(part));
    }

    /** A part's own folder; repositories of 2022 with a single network keep its files beside the index. */
    @Override
    public Path place(String part) {
        Path own = checkpoint.part(part);
        boolean flat =
                !Files.exists(own) && Files.isRegularFile(checkpoint.path().resolve(CONFIG));
        return flat ? checkpoint.path() : own;
    }
}
