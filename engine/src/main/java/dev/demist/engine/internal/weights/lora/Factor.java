package dev.demist.engine.internal.weights.lora;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tensor of a LoRA: one of the two matrices of a module. The spellings of PEFT ({@code lora_A}, perhaps with the name
 * of the adapter), kohya's trainer ({@code lora_down}) and diffusers ({@code lora.down}) are known.
 *
 * @param module the module in the file's own words, prefixes included
 * @param isDown whether it is the down matrix
 * @param partner the name of the tensor with the other matrix
 */
record Factor(String module, boolean isDown, String partner) {

    private static final Pattern NAME = Pattern.compile("(?<module>.+?)\\."
            + "((?<peft>lora_)(?<a>A|B|down|up)(?<adapter>\\.[^.]+)?"
            + "|(?<plain>lora\\.|lora_linear_layer\\.)?(?<b>down|up))\\.weight");

    /** The matrix that a tensor of this name is; empty for any other tensor. */
    static Optional<Factor> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(of(name, matcher)) : Optional.empty();
    }

    private static Factor of(String name, Matcher matcher) {
        String group = matcher.group("a") == null ? "b" : "a";
        String side = matcher.group(group);
        String partner = name.substring(0, matcher.start(group)) + other(side) + name.substring(matcher.end(group));
        return new Factor(matcher.group("module"), side.equals("A") || side.equals("down"), partner);
    }

    private static String other(String side) {
        return switch (side) {
            case "A" -> "B";
            case "B" -> "A";
            case "down" -> "up";
            default -> "down";
        };
    }
}
