package dev.demist.engine.internal.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.engine.internal.file.JsonFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights in several files: {@code *.index.json} maps each key to its file in {@code weight_map}. */
final class ShardIndex {

    private static final int MAX_BYTES = 32 << 20;

    private final Path index;
    private final Map<String, Weights> shards = new HashMap<>();

    private ShardIndex(Path index) {
        this.index = index;
    }

    static Weights open(Path index) {
        ShardIndex shards = new ShardIndex(index);
        JsonNode map = JsonFile.readDistinct(index, MAX_BYTES).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw CorruptFile.of(index, "has no weight_map");
        }
        Map<String, Weight> weights = new LinkedHashMap<>();
        map.fields().forEachRemaining(e -> weights.put(e.getKey(), shards.weight(e.getKey(), e.getValue())));
        return new WeightMap(
                index.toString(), weights, () -> shards.shards.values().forEach(Weights::forget));
    }

    private Weight weight(String name, JsonNode file) {
        Weights shard =
                shards.computeIfAbsent(fileName(name, file), f -> WeightFiles.openFile(index.resolveSibling(f)));
        return shard.find(name)
                .orElseThrow(() ->
                        CorruptFile.of(index, "names " + shard.origin() + " for '" + name + "', which is not in it"));
    }

    /** The name of a file in the folder of the index; an index must not lead elsewhere. */
    private String fileName(String name, JsonNode file) {
        String text = file.asText();
        if (!file.isTextual() || !text.matches("[\\w.-]{1,255}") || text.startsWith(".")) {
            throw CorruptFile.of(index, "puts '" + name + "' into " + file + ", which is not a plain file name");
        }
        return text;
    }
}
