package dev.demist.engine.internal.weights.lora;

import dev.demist.engine.internal.weights.ldm.UnetLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the trainers call the modules of a part, and the key of the weight that each one means. */
final class ModuleNames {

    private static final String WEIGHT = ".weight";

    private final Map<String, String> keys = new HashMap<>();
    private final LoraPart part;

    ModuleNames(LoraPart part, Set<String> weights) {
        this.part = part;
        Map<String, String> original =
                part == LoraPart.UNET ? UnetLayout.ofDiffusers(weights).modules() : Map.of();
        for (String key : weights) {
            if (key.endsWith(WEIGHT)) {
                String module = key.substring(0, key.length() - WEIGHT.length());
                addDotted(module, key);
                addFlat(module, key);
                original.forEach((ldm, diffusers) -> addOriginal(ldm, diffusers, module, key));
            }
        }
    }

    /** The key of the weight that a module of a file adapts. */
    Optional<String> find(String module) {
        return Optional.ofNullable(keys.get(module));
    }

    private void addDotted(String module, String key) {
        for (String prefix : new String[] {part.dotted(), "", "base_model.model."}) {
            keys.put(prefix + module, key);
            keys.put(prefix + processor(module), key);
        }
    }

    private void addFlat(String module, String key) {
        part.flat().forEach(prefix -> keys.put(prefix + module.replace('.', '_'), key));
    }

    /** Stable Diffusion XL is trained under the names of Latent Diffusion. */
    private void addOriginal(String ldm, String diffusers, String module, String key) {
        if (module.equals(diffusers) || module.startsWith(diffusers + ".")) {
            addFlat(ldm + module.substring(diffusers.length()), key);
        }
    }

    /** How diffusers called them while LoRAs were attention processors. */
    private static String processor(String module) {
        return module.replaceFirst("(attn[12])\\.to_(q|k|v|out)(\\.0)?$", "$1.processor.to_$2_lora")
                .replaceFirst("self_attn\\.(q|k|v|out)_proj$", "self_attn.to_$1_lora");
    }
}
