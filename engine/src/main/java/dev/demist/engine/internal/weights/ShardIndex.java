package dev.demist.engine.internal.weights;

import com.fasterxml.jackson.databind.JsonNode;
import dev.demist.engine.internal.file.JsonFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights in several files: {@code *.index.json} says in its {@code weight_map} which key lies in which file. */
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
                .orElseThrow(() -> CorruptFile.of(index, "says that " + shard.origin() + " holds '" + name + "'"));
    }

    /** A plain name beside the index: nothing an index says may lead elsewhere. */
    private String fileName(String name, JsonNode file) {
        String text = file.asText();
        if (!file.isTextual() || !text.matches("[\\w.-]{1,255}") || text.startsWith(".")) {
            throw CorruptFile.of(index, "puts '" + name + "' into " + file + ", which is no plain file name");
        }
        return text;
    }
}
