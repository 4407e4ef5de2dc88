package dev.demist.engine.internal.weights.lora;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps the names that trainers give the modules of a part, without prefixes, to the keys of their weights. */
final class ModuleNames {

    private static final String WEIGHT = ".weight";

    private final Map<String, List<String>> keys = new HashMap<>();

    ModuleNames(LoraPart part, Set<String> weights) {
        Map<String, String> originals = part.originals().apply(weights);
        for (String key : weights) {
            if (key.endsWith(WEIGHT)) {
                String module = key.substring(0, key.length() - WEIGHT.length());
                add(module, key);
                add(processor(module), key);
                originals.forEach((original, diffusers) -> addOriginal(original, diffusers, module, key));
            }
        }
        part.fused().apply(weights).forEach((original, modules) -> addFused(original, modules, weights));
    }

    /** The keys of the weights that a module adapts, in the order of its rows. */
    Optional<List<String>> find(String module) {
        return Optional.ofNullable(keys.get(module));
    }

    /** A name with dots, and as kohya's trainer writes it. */
    private void add(String module, String key) {
        add(module, List.of(key));
    }

    private void add(String module, List<String> adapted) {
        keys.put(module, adapted);
        keys.put(module.replace('.', '_'), adapted);
    }

    private void addFused(String original, List<String> modules, Set<String> weights) {
        List<String> adapted = modules.stream().map(module -> module + WEIGHT).toList();
        if (weights.containsAll(adapted)) {
            add(original, adapted);
        }
    }

    /** Stable Diffusion XL, for one, is trained under the names of its original code. */
    private void addOriginal(String original, String diffusers, String module, String key) {
        if (module.equals(diffusers) || module.startsWith(diffusers + ".")) {
            add(original + module.substring(diffusers.length()), key);
        }
    }

    /** The older name in diffusers, when LoRAs were attention processors. */
    private static String processor(String module) {
        return module.replaceFirst("(attn[12])\\.to_(q|k|v|out)(\\.0)?$", "$1.processor.to_$2_lora")
                .replaceFirst("self_attn\\.(q|k|v|out)_proj$", "self_attn.to_$1_lora");
    }
}
