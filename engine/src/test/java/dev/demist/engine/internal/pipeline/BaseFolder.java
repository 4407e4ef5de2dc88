package dev.demist.engine.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checkpoint of a recording as the recording used it: without the parts that it goes without, and with rows of text
 * as long as the script asked for, which neither the checkpoint nor the case says.
 */
final class BaseFolder {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** {@code max_sequence_length} of every encoder that is not CLIP. */
    private static final int ROWS = 64;

    private BaseFolder() {}

    /** A folder of links to {@code base}, or {@code base} itself where nothing differs. */
    static Path of(Path base, PipelineCase recorded) {
        try {
            for (Path part : Goldens.foldersIn(base)) {
                shorten(part.resolve("tokenizer_config.json"));
            }
            return recorded.leftOut().isEmpty() ? base : without(base, recorded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void shorten(Path file) throws IOException {
        JsonNode settings = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        if (settings.path("tokenizer_class").asText("CLIP").startsWith("CLIP")) {
            return;
        }
        Files.delete(file); // a link
        JSON.writeValue(file.toFile(), ((ObjectNode) settings).put("model_max_length", ROWS));
    }

    private static Path without(Path base, PipelineCase recorded) throws IOException {
        Path folder = Files.createDirectories(recorded.folder().resolve("checkpoint"));
        for (Path part : Goldens.foldersIn(base)) {
            String name = part.getFileName().toString();
            if (!recorded.leftOut().contains(name)) {
                Files.createSymbolicLink(folder.resolve(name), part);
            }
        }
        ObjectNode index =
                (ObjectNode) JSON.readTree(base.resolve("model_index.json").toFile());
        recorded.leftOut().forEach(part -> index.putArray(part).addNull().addNull());
        JSON.writeValue(folder.resolve("model_index.json").toFile(), index);
        return folder;
    }
}
