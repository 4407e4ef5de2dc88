package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A transformer under the names of its makers, as diffusers calls its weights.
 *
 * @param file the weights
 * @param prefix of its keys in the file
 */
record OriginalWeights(Weights file, String prefix) {

    /** The names of all weights, without the prefix. */
    Set<String> names() {
        return file.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A weight by its name without the prefix. */
    Optional<Weight> find(String name) {
        return file.find(prefix + name);
    }

    /** The length of an axis of a weight; 0 if there is no such weight or axis. */
    int length(String name, int axis) {
        return find(name)
                .map(Weight::shape)
                .filter(shape -> shape.length > axis)
                .map(shape -> shape[axis])
                .orElse(0);
    }

    /** The number of blocks whose keys begin so, with their number and the rest between dots. */
    int count(String blocks, String rest) {
        int count = 0;
        while (find(blocks + "." + count + "." + rest).isPresent()) {
            count++;
        }
        return count;
    }

    /**
     * The weights in diffusers' layout.
     *
     * @param modules each module with those in diffusers whose rows it has
     * @param others other weights by their keys, with those in diffusers
     * @param swapped modules in diffusers whose vectors of shift and scale stand the other way round
     * @param width of the states: the rows of each of several modules but the last
     */
    Weights renamed(Map<String, List<String>> modules, Map<String, String> others, Set<String> swapped, int width) {
        Map<String, Weight> renamed = new LinkedHashMap<>();
        modules.forEach((original, own) -> List.of(".weight", ".bias")
                .forEach(kind -> find(original + kind).ifPresent(weight -> put(renamed, weight, own, kind, width))));
        others.forEach((original, own) -> find(original).ifPresent(weight -> renamed.put(own, weight.named(own))));
        renamed.replaceAll((key, weight) ->
                swapped.contains(key.substring(0, Math.max(0, key.lastIndexOf('.')))) ? Rows.swapped(weight) : weight);
        return new WeightMap(file.origin(), renamed, file::forget);
    }

    private static void put(Map<String, Weight> all, Weight weight, List<String> modules, String kind, int width) {
        for (int i = 0; i < modules.size(); i++) {
            int rows = i == modules.size() - 1 ? weight.shape()[0] - i * width : width;
            String key = modules.get(i) + kind;
            Weight own = modules.size() == 1 ? weight : Rows.of(weight, i * width, rows);
            all.put(key, own.named(key));
        }
    }
}
