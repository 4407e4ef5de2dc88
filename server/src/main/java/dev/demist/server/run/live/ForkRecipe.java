package dev.demist.server.run.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Picture;
import dev.demist.ResolvedRequest;
import dev.demist.internal.StrictJson;
import dev.demist.server.run.request.Fork;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recipe of a picture that says where its run branched off: without that it cannot be drawn again. */
final class ForkRecipe {

    private static final String PARAMETERS = "parameters";
    private static final String REQUEST = "demist";

    private ForkRecipe() {}

    /** The text chunks of a run's picture. */
    static Map<String, String> of(ResolvedRequest request, @Nullable Fork from) {
        Map<String, String> chunks = new LinkedHashMap<>(Picture.recipe(request));
        if (from != null) {
            chunks.computeIfPresent(
                    PARAMETERS,
                    (key, text) -> text + ", Branched from: " + from.run() + ", Branched at step: " + from.state());
            chunks.computeIfPresent(REQUEST, (key, json) -> with(json, from));
        }
        return chunks;
    }

    private static String with(String json, Fork from) {
        ObjectNode request = StrictJson.object(json.getBytes(StandardCharsets.UTF_8));
        request.set("from", StrictJson.tree(from));
        return StrictJson.write(request);
    }
}
