package dev.demist.engine.internal.weights.torchbin;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.MappedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Refuses files that are not a torch zip archive, naming what they are. */
final class OtherFormat {

    private static final String CONVERT = "; convert it to safetensors if you trust where it comes from";
    private static final int TAR_MAGIC = 257;

    private OtherFormat() {}

    static void refuse(MappedFile file) {
        if (startsWith(file, 0, "PK\003\004")) {
            return;
        }
        throw startsWith(file, 0, "version https://git-lfs")
                ? CorruptFile.of(file.path(), "is a Git LFS pointer, not the file itself")
                : unsupported(file, reason(file));
    }

    private static String reason(MappedFile file) {
        if (startsWith(file, TAR_MAGIC, "ustar")) {
            return "is a tar archive, the format of torch before 0.1.10" + CONVERT;
        }
        if (file.size() > 1 && file.slice(0, 1).get(0) == (byte) 0x80) {
            return "is a bare pickle, the format of torch before 1.6" + CONVERT;
        }
        return startsWith(file, 0, "GGUF")
                ? "is a GGUF file" + CONVERT
                : "is not a weight file; supported: .safetensors, and .bin, .ckpt, .pt of torch 1.6 or newer";
    }

    private static DemistException unsupported(MappedFile file, String reason) {
        return new DemistException(ErrorCode.UNSUPPORTED_MODEL, file.path() + ": " + reason);
    }

    private static boolean startsWith(MappedFile file, long at, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        return file.size() >= at + bytes.remaining()
                && file.slice(at, bytes.remaining()).equals(bytes);
    }
}
