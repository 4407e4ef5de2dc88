package dev.demist.engine.internal.weights.mmdit;

import dev.demist.engine.internal.weights.NetworkFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Z-Image as its makers' own code names it (github.com/Tongyi-MAI/Z-Image), with queries, keys and values in one. */
public final class ZImageLayout {

    private static final String SIZES = "2-1";
    private static final String QUERY = ".attention.to_q.weight";
    /** Of a model that the transformer was made from; nothing reads it. */
    private static final String UNUSED = "norm_final.weight";

    private ZImageLayout() {}

    /**
     * The modules of the original layout that are called otherwise in diffusers, each with those whose rows it has.
     *
     * @param keys the transformer's weights in diffusers
     */
    public static Map<String, List<String>> modules(Set<String> keys) {
        Map<String, List<String>> modules = new LinkedHashMap<>();
        keys.stream()
                .filter(key -> key.endsWith(QUERY))
                .map(key -> key.substring(0, key.length() - "to_q.weight".length()))
                .forEach(attention -> addAttention(modules, attention));
        modules.put("x_embedder", List.of("all_x_embedder." + SIZES));
        modules.put("final_layer.linear", List.of("all_final_layer." + SIZES + ".linear"));
        modules.put("final_layer.adaLN_modulation.1", List.of("all_final_layer." + SIZES + ".adaLN_modulation.1"));
        return modules;
    }

    private static void addAttention(Map<String, List<String>> modules, String attention) {
        modules.put(attention + "qkv", List.of(attention + "to_q", attention + "to_k", attention + "to_v"));
        modules.put(attention + "out", List.of(attention + "to_out.0"));
    }

    static NetworkFile read(OriginalWeights original) {
        Set<String> names = original.names();
        Map<String, List<String>> modules = modules(queries(names));
        Map<String, String> others = new HashMap<>();
        names.stream()
                .filter(name -> !modules.containsKey(name.substring(0, Math.max(0, name.lastIndexOf('.')))))
                .filter(name -> !name.equals(UNUSED))
                .forEach(name ->
                        others.put(name, name.replace(".q_norm.", ".norm_q.").replace(".k_norm.", ".norm_k.")));
        int width = original.length("x_embedder.weight", 0);
        return new NetworkFile(original.renamed(modules, others, Set.of(), width), config(original, width));
    }

    private static Set<String> queries(Set<String> names) {
        Set<String> queries = new HashSet<>();
        names.stream()
                .filter(name -> name.endsWith(".attention.qkv.weight"))
                .forEach(name -> queries.add(name.replace(".attention.qkv.weight", QUERY)));
        return queries;
    }

    private static Map<String, Object> config(OriginalWeights original, int width) {
        int head = original.length("layers.0.attention.q_norm.weight", 0);
        int heads = head == 0 ? 0 : width / head;
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "ZImageTransformer2DModel");
        config.put("in_channels", original.length("x_embedder.weight", 1) / 4);
        config.put("dim", width);
        config.put("n_layers", original.count("layers", "attention.qkv.weight"));
        config.put("n_refiner_layers", original.count("noise_refiner", "attention.qkv.weight"));
        config.put("n_heads", heads);
        config.put("n_kv_heads", heads);
        config.put("cap_feat_dim", original.length("cap_embedder.0.weight", 0));
        return config;
    }
}
