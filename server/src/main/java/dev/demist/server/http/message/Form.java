package dev.demist.server.http.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.internal.file.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A form with files, {@code multipart/form-data}; names may end in {@code []}, as those of lists do.
 *
 * @param fields name -> text
 * @param files name -> contents, in order
 */
public record Form(Map<String, String> fields, Map<String, List<Buffer>> files) {

    private static final Set<String> TEXTS =
            Set.of("prompt", "negative_prompt", "model", "size", "quality", "sampler", "scheduler", "user");

    /** The form that {@link FormBody} has read. */
    public static Form of(RoutingContext context) {
        return context.get(FormBody.KEY);
    }

    /** The files of that name. */
    public List<byte[]> files(String name) {
        return files.getOrDefault(name, List.of()).stream()
                .map(Buffer::getBytes)
                .toList();
    }

    /** The fields as a JSON object, in which numbers and truth values are such. */
    public ObjectNode json() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.forEach((name, text) ->
                object.set(name, StrictJson.tree(TEXTS.contains(name) ? text : StrictJson.value(text))));
        return object;
    }

    /** A checksum of all of it, the same for equal forms. */
    public String checksum() {
        List<byte[]> parts = new ArrayList<>();
        parts.add(StrictJson.write(fields).getBytes(StandardCharsets.UTF_8));
        files.forEach((name, contents) -> contents.forEach(content -> {
            parts.add((name + " " + content.length() + " ").getBytes(StandardCharsets.UTF_8));
            parts.add(content.getBytes());
        }));
        return Sha256.of(parts);
    }
}
