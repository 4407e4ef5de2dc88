package dev.demist.engine.internal.weights.lora;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The names by which LoRA files address the modules of one part of a pipeline. A pipeline's family defines them.
 *
 * @param name the part's name in diffusers, such as {@code unet}; with a dot behind it the prefix in files of diffusers
 * @param prefixes the prefixes of kohya's trainer, such as {@code lora_unet_}, whose names have underscores for dots
 * @param roots the part's outermost modules; a file of this part alone may name modules without any prefix
 * @param originals from the keys of the part's weights: other names of modules by which trainers of the original code
 *     call them, each with its name in diffusers; modules within them follow
 */
public record LoraPart(
        String name, List<String> prefixes, List<String> roots, Function<Set<String>, Map<String, String>> originals) {

    static final String PEFT = "base_model.model.";

    /** Copies the lists. */
    public LoraPart {
        prefixes = List.copyOf(prefixes);
        roots = List.copyOf(roots);
    }

    /** A part whose modules always have a prefix and no other names. */
    public LoraPart(String name, String... prefixes) {
        this(name, List.of(prefixes), List.of(), keys -> Map.of());
    }

    /** Whether a module of a file belongs to this part. */
    boolean owns(String module) {
        return module.startsWith(dotted()) || prefixes.stream().anyMatch(module::startsWith) || isBare(module);
    }

    // PEFT's own prefix says nothing about the part.
    private boolean isBare(String module) {
        String own = module.startsWith(PEFT) ? module.substring(PEFT.length()) : module;
        return roots.stream().anyMatch(root -> own.startsWith(root + "."));
    }

    /** The prefix of diffusers. */
    String dotted() {
        return name + ".";
    }
}
