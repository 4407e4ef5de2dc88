package dev.demist.engine.internal.weights.lora;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The names by which LoRA files address the modules of one part of a pipeline. A pipeline's family defines them.
 * Trainers stack prefixes; every one of them may precede names with dots and names with underscores, in diffusers and
 * in the original code.
 *
 * @param name the part's name in diffusers, such as {@code unet}; with a dot behind it the prefix in files of diffusers
 * @param prefixes the other prefixes that stand for the part, such as {@code lora_unet_} of kohya's trainer
 * @param roots the part's outermost modules; a file of this part alone may name modules without any prefix
 * @param originals from the keys of the part's weights: other names of modules by which trainers of the original code
 *     call them, each with its name in diffusers; modules within them follow
 * @param fused from the keys of the part's weights: other names of modules with one or several in diffusers, whose rows
 *     stand below each other in the one of the original code
 */
public record LoraPart(
        String name,
        List<String> prefixes,
        List<String> roots,
        Function<Set<String>, Map<String, String>> originals,
        Function<Set<String>, Map<String, List<String>>> fused) {

    /** PEFT's own prefix, also as kohya's trainer writes it, says nothing about the part. */
    private static final List<String> OF_ANY_PART = List.of("base_model.model.", "base_model_model_");

    /** Copies the lists. */
    public LoraPart {
        prefixes = List.copyOf(prefixes);
        roots = List.copyOf(roots);
    }

    /** A part none of whose modules is several ones elsewhere. */
    public LoraPart(
            String name,
            List<String> prefixes,
            List<String> roots,
            Function<Set<String>, Map<String, String>> originals) {
        this(name, prefixes, roots, originals, keys -> Map.of());
    }

    /** A part whose modules always have a prefix and no other names. */
    public LoraPart(String name, String... prefixes) {
        this(name, List.of(prefixes), List.of(), keys -> Map.of());
    }

    /** Whether a module of a file belongs to this part. */
    boolean owns(String module) {
        return local(module).isPresent();
    }

    /** The name of a module of a file within this part, without prefixes; empty if it belongs to another part. */
    Optional<String> local(String module) {
        String rest = module;
        boolean named = false;
        for (String prefix = prefix(rest); !prefix.isEmpty(); prefix = prefix(rest)) {
            rest = rest.substring(prefix.length());
            named |= !OF_ANY_PART.contains(prefix);
        }
        return named || isBare(rest) ? Optional.of(rest) : Optional.empty();
    }

    /** The prefix that a name begins with; empty if it has none. */
    private String prefix(String module) {
        return Stream.of(OF_ANY_PART, prefixes, List.of(dotted()))
                .flatMap(List::stream)
                .filter(module::startsWith)
                .findFirst()
                .orElse("");
    }

    private boolean isBare(String module) {
        return roots.stream().anyMatch(root -> module.startsWith(root + ".") || module.startsWith(root + "_"));
    }

    /** The prefix of diffusers. */
    String dotted() {
        return name + ".";
    }
}
