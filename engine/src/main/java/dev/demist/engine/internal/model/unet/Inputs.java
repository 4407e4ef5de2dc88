package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.model.NamedInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs that a trace turned out to need, by name, in the order of their first use. */
final class Inputs {

    private final Map<String, Input> known = new LinkedHashMap<>();

    /** The input of this name. */
    Input of(String name) {
        return known.computeIfAbsent(name, Input::new);
    }

    /** The input of this name, which usually is the same in all steps of a picture. */
    Input lasting(String name) {
        return known.computeIfAbsent(name, Input::lasting);
    }

    /** The input that is denoised, which usually is {@code side} pixels high and wide. */
    Input sample(int side) {
        return known.computeIfAbsent(NamedInputs.SAMPLE, name -> Input.picture(name, side));
    }

    List<Input> all() {
        return List.copyOf(known.values());
    }
}
