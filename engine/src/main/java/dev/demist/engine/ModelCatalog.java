package dev.demist.engine;

import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's name leads: to an embedded model, a folder under the models folder, or any folder.
 *
 * @param embedded the models on the class path
 * @param cache where they are unpacked
 * @param folder the user's models; null for none
 */
record ModelCatalog(
        EmbeddedModels embedded, Path cache, @Nullable Path folder) {

    /** Every name, the embedded ones first; folders may come and go while the engine runs. */
    List<String> names() {
        List<String> names = new ArrayList<>(embedded.names());
        folders()
                .map(it -> it.getFileName().toString())
                .filter(it -> !names.contains(it))
                .sorted()
                .forEach(names::add);
        return names;
    }

    private Stream<Path> folders() {
        if (folder == null) {
            return Stream.empty();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(ModelCatalog::isModel).toList().stream();
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, "models folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static boolean isModel(Path folder) {
        return Files.isRegularFile(folder.resolve("model_index.json"));
    }

    /** The checkpoint of a name of {@link #names}. */
    Checkpoint find(String name) {
        if (embedded.names().contains(name)) {
            return Checkpoint.of(embedded.unpack(name, cache));
        }
        return folders()
                .filter(it -> it.getFileName().toString().equals(name))
                .findFirst()
                .map(Checkpoint::of)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNKNOWN_MODEL,
                        "model: " + name + " is not known; known: " + String.join(", ", names())
                                + (folder == null ? "; more with a models folder" : "")));
    }
}
