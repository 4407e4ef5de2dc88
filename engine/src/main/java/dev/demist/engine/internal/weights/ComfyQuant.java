package dev.demist.engine.internal.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * How ComfyUI's files say a layer is quantised: JSON in a tensor of bytes, {@code x.comfy_quant}.
 *
 * @param format such as {@code int8_tensorwise}
 * @param group the number of a row's neighbours that were rotated together; 1 for none
 */
record ComfyQuant(String format, int group) {

    static final String KEY = ".comfy_quant";

    private static final String INT8 = "int8_tensorwise";
    private static final Set<String> KNOWN = Set.of("float8_e4m3fn", "float8_e5m2", INT8);
    private static final int MAX_BYTES = 1 << 12;
    private static final int MAX_GROUP = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The note of a layer; empty if it has none.
     *
     * @param layer the beginning of its keys
     * @throws DemistException UNSUPPORTED_MODEL for another format, CORRUPT_FILE if it is no such note
     */
    static Optional<ComfyQuant> of(Weights file, String layer) {
        return file.find(layer + KEY).map(ComfyQuant::read);
    }

    private static ComfyQuant read(Weight note) {
        JsonNode json = json(note);
        String format = json.path("format").asText();
        if (!KNOWN.contains(format)) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    note.file() + ": '" + note.name() + "' says that it is quantized as \"" + format
                            + "\", which is not supported; supported: float8_e4m3fn, float8_e5m2, int8_tensorwise (also"
                            + " with convrot), GGUF");
        }
        return new ComfyQuant(format, json.path("convrot").asBoolean() ? group(note, json) : 1);
    }

    private static JsonNode json(Weight note) {
        if (note.dtype().bytes() != 1 || note.elements() > MAX_BYTES) {
            throw CorruptFile.of(note.file(), "'" + note.name() + "' is no text of at most " + MAX_BYTES + " bytes");
        }
        byte[] bytes = new byte[(int) note.elements()];
        note.data().get(bytes);
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw CorruptFile.of(note.file(), "'" + note.name() + "' is not JSON", e);
        }
    }

    private static int group(Weight note, JsonNode json) {
        int group = json.path("convrot_groupsize").asInt();
        boolean powerOfFour =
                group > 1 && Integer.bitCount(group) == 1 && Integer.numberOfTrailingZeros(group) % 2 == 0;
        if (!powerOfFour || group > MAX_GROUP) {
            throw CorruptFile.of(
                    note.file(),
                    "'" + note.name() + "' has a convrot_groupsize of " + json.path("convrot_groupsize")
                            + "; it must be a power of 4 from 4 to " + MAX_GROUP);
        }
        return group;
    }

    boolean isInt8() {
        return format.equals(INT8);
    }

    /** The name that people know the format by. */
    String title() {
        return group > 1 ? "int8_convrot" : format;
    }
}
