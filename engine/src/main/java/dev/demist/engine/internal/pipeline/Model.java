package dev.demist.engine.internal.pipeline;

import dev.demist.ModelInfo;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.family.Traits;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.TextConditioner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that can be drawn with, as its configurations describe it. It holds no network. Immutable, thread-safe.
 *
 * @param info its name and its defaults
 * @param roles the names of its parts
 * @param source its parts, with the adapters that were asked for
 * @param traits the properties that its configurations decide
 * @param presets its presets for few steps
 * @param plans the schedulers, configured for it
 * @param text the conversion of prompts to conditioning by text encoders
 * @param preview the linear map from latents to colours; null if there is none
 */
public record Model(
        ModelInfo info,
        Roles roles,
        PartSource source,
        Traits traits,
        Presets presets,
        Plans plans,
        Function<Encoders, TextConditioner> text,
        @Nullable LinearPreview preview) {

    String name() {
        return info.name();
    }
}
