package dev.demist.engine.internal.weights.torchbin;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads what {@code torch.save} has written since torch 1.6: a zip with {@code data.pkl}, {@code byteorder} and one
 * {@code data/<key>} per storage. Tensors are views into the mapped file. Older formats are refused.
 */
public final class TorchFile {

    /** The longest pickle in bytes; that of Stable Diffusion 1.x with its optimizer's names has 0.5 MB. */
    static final long MAX_PICKLE = 16L << 20;

    private TorchFile() {}

    /**
     * Maps a file and interprets its pickle. No tensor is read or copied unless its strides are unusual.
     *
     * @throws DemistException CORRUPT_FILE for a damaged or hostile file, UNSUPPORTED_MODEL for older formats and
     *     TorchScript programs, UNKNOWN_MODEL (no such file) or STORAGE_FAILED
     */
    public static Weights open(Path path) {
        return read(MappedFile.open(path));
    }

    /** Interprets the pickle of a mapped file; see {@link #open}. */
    static Weights read(MappedFile file) {
        OtherFormat.refuse(file);
        ZipArchive archive = ZipArchive.read(file);
        String root = root(file, archive);
        refuseProgram(file, archive, root);
        refuseBigEndian(file, archive, root);
        ByteBuffer pickle = archive.findChecked(root + "data.pkl", MAX_PICKLE).orElseThrow();
        TensorFactory tensors = new TensorFactory(key -> storage(archive, root, key), file.size());
        try {
            return new WeightMap(
                    file.path().toString(), StateDict.of(file.path(), Unpickler.load(pickle, tensors)), file::forget);
        } catch (PickleException e) {
            throw CorruptFile.of(file.path(), "its pickle is refused: " + e.getMessage(), e);
        }
    }

    private static Optional<ByteBuffer> storage(ZipArchive archive, String root, String key) {
        return key.matches("[0-9]{1,9}") ? archive.find(root + "data/" + key) : Optional.empty();
    }

    /** The folder that holds all entries; torch names it after the file. */
    private static String root(MappedFile file, ZipArchive archive) {
        String first = archive.names().stream().findFirst().orElse("");
        String root = first.substring(0, first.indexOf('/') + 1);
        boolean one = archive.names().contains(root + "data.pkl")
                && !root.isEmpty()
                && archive.names().stream().allMatch(name -> name.startsWith(root));
        if (!one) {
            throw CorruptFile.of(file.path(), "is a zip file without a data.pkl, so torch has not written it");
        }
        return root;
    }

    private static void refuseProgram(MappedFile file, ZipArchive archive, String root) {
        boolean program = archive.names().contains(root + "constants.pkl")
                || archive.names().stream().anyMatch(name -> name.startsWith(root + "code/"));
        if (program) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file.path() + ": is a TorchScript program, not weights; save its state_dict as safetensors");
        }
    }

    private static void refuseBigEndian(MappedFile file, ZipArchive archive, String root) {
        ByteBuffer order = archive.findChecked(root + "byteorder", 16).orElse(null);
        if (order != null && !StandardCharsets.UTF_8.decode(order).toString().equals("little")) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file.path() + ": is not in little-endian byte order; save it again on another machine");
        }
    }
}
