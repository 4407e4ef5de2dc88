package dev.demist.engine.internal.preset;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that may say how a model was distilled.
 *
 * @param text the name
 * @param what whose it is, such as {@code the name}
 * @param ofLora whether it is a LoRA's
 */
record Hint(String text, String what, boolean ofLora) {

    private static final Pattern STEPS = Pattern.compile("(\\d{1,2})[-_ ]?steps?", Pattern.CASE_INSENSITIVE);
    /** The turbo models of Stability AI draw in one step; those that others made of them want a few. */
    private static final Pattern ONE_STEP =
            Pattern.compile("(?<![a-z])sd[-_ ]?(xl)?[-_ ]?turbo(?![a-z])", Pattern.CASE_INSENSITIVE);

    private static final Pattern GUIDED = Pattern.compile("(?<![a-z])cfg(?![a-z])", Pattern.CASE_INSENSITIVE);

    /** What it says; empty if it says nothing. */
    Optional<FoundPreset> read(Set<Distillation> known) {
        return known.stream()
                .sorted()
                .filter(it -> ofLora ? it.isInLora(text) : it.isIn(text))
                .findFirst()
                .map(it ->
                        new FoundPreset(it, steps(), GUIDED.matcher(text).find(), ofLora, what + " \"" + text + "\""));
    }

    private OptionalInt steps() {
        Matcher steps = STEPS.matcher(text);
        if (steps.find() && Integer.parseInt(steps.group(1)) > 0) {
            return OptionalInt.of(Integer.parseInt(steps.group(1)));
        }
        return ONE_STEP.matcher(text).find() ? OptionalInt.of(1) : OptionalInt.empty();
    }
}
