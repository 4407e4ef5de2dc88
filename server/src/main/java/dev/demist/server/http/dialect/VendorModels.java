package dev.demist.server.http.dialect;

import dev.demist.Models;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of vendors' models, which many clients send whatever server they talk to: they stand for the default model.
 * Other names that this server does not know are errors.
 */
public final class VendorModels {

    /** The header that names the model that was used instead. */
    public static final String HEADER = "X-Demist-Model";

    private static final Pattern VENDORS = Pattern.compile("([-.\\w]+/)?"
            + "(dall-e|gpt-image|chatgpt-image|imagen|gemini|grok-.*image|nova-canvas|titan-image|flux-pro|flux-kontext"
            + "|seedream|ideogram|recraft|midjourney)[-.:\\w]*"
            // Those that Ollama published for the picture route that it had.
            + "|x/[-.:\\w]+");

    private VendorModels() {}

    /** The model to use for {@code name}; null for the default one. */
    public static @Nullable String resolve(@Nullable String name, Models models) {
        return name == null || isForeign(name, models) ? null : name;
    }

    private static boolean isForeign(String name, Models models) {
        return !models.names().contains(name)
                && VENDORS.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
