package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.engine.internal.weights.gguf.GgufFile;
import dev.demist.engine.internal.weights.safetensors.SafetensorsFile;
import dev.demist.engine.internal.weights.torchbin.TorchFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the weights of a model part, whatever their format. */
public final class WeightFiles {

    private WeightFiles() {}

    /**
     * Opens a part's weights: a single file, or in a folder of {@code save_pretrained} the first that exists of
     * safetensors, sharded safetensors and torch's {@code .bin}, or else its only {@code .gguf}. Quantized weights come
     * as what they stand for.
     *
     * @param folderOrFile the part's folder or a weight file
     * @param variant the variant to prefer, such as {@code fp16}; null for the plain files. If there are no files of it
     *     the plain ones are taken, and without those any variant's
     * @throws DemistException UNKNOWN_MODEL if there are none (the message lists the names searched and the files
     *     present), CORRUPT_FILE, UNSUPPORTED_MODEL or STORAGE_FAILED
     */
    public static Weights open(Path folderOrFile, @Nullable String variant) {
        Path file = Files.isDirectory(folderOrFile) ? WeightFolder.find(folderOrFile, variant) : folderOrFile;
        Weights weights = file.getFileName().toString().endsWith(".json") ? ShardIndex.open(file) : openFile(file);
        OtherQuantization.refuse(weights);
        return ScaledWeights.of(weights);
    }

    /**
     * The names that {@link #open} looks for in a folder, the best first.
     *
     * @param variant such as {@code fp16}; null for the plain files
     */
    public static List<String> names(@Nullable String variant) {
        return WeightFolder.names(variant);
    }

    /** Opens one file: safetensors and GGUF by its name, anything else by its content. */
    static Weights openFile(Path file) {
        if (GgufFile.is(file)) {
            return GgufFile.open(file);
        }
        return file.getFileName().toString().endsWith(".safetensors")
                ? SafetensorsFile.open(file)
                : TorchFile.open(file);
    }
}
