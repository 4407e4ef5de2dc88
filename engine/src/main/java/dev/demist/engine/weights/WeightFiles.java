package dev.demist.engine.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.weights.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the weights of a model part, whatever their format. */
public final class WeightFiles {

    private WeightFiles() {}

    /**
     * Opens a part's weights: a single file, or in a folder of {@code save_pretrained} the first there is of
     * safetensors, sharded safetensors and torch's {@code .bin}.
     *
     * @param folderOrFile the part's folder or a weight file
     * @param variant the variant to take, such as {@code fp16}; null for the plain files
     * @throws DemistException UNKNOWN_MODEL if there are none (the message lists what was looked for and what is
     *     there), CORRUPT_FILE, UNSUPPORTED_MODEL or STORAGE_FAILED
     */
    public static Weights open(Path folderOrFile, @Nullable String variant) {
        Path file = Files.isDirectory(folderOrFile) ? WeightFolder.find(folderOrFile, variant) : folderOrFile;
        return file.getFileName().toString().endsWith(".json") ? ShardIndex.open(file) : openFile(file);
    }

    /** Opens one file: torch's by its content, anything else as safetensors. */
    static Weights openFile(Path file) {
        if (file.getFileName().toString().endsWith(".safetensors")) {
            return SafetensorsFile.open(file);
        }
        throw new DemistException(
                ErrorCode.UNSUPPORTED_MODEL, file + ": is no known weight file; supported: .safetensors");
    }
}
