package dev.demist.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * CLIP's byte-pair tokenizer, read from the {@code vocab.json} and {@code merges.txt} of a checkpoint. Immutable,
 * thread-safe.
 */
public final class ClipTokenizer {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, String> UNLIMITED =
            Map.of("truncation", "false", "maxLength", String.valueOf(Integer.MAX_VALUE));

    private final HuggingFaceTokenizer tokenizer;
    private final int start;
    private final int end;
    private final int pad;

    private ClipTokenizer(HuggingFaceTokenizer tokenizer, int start, int end, int pad) {
        this.tokenizer = tokenizer;
        this.start = start;
        this.end = end;
        this.pad = pad;
    }

    /**
     * Reads the tokenizer in {@code folder}.
     *
     * @throws DemistException CORRUPT_FILE or STORAGE_FAILED: the file and what is wrong with it
     */
    public static ClipTokenizer open(Path folder) {
        try {
            TokenizerDefinition definition = TokenizerDefinition.read(folder);
            byte[] json = MAPPER.writeValueAsBytes(definition.json());
            HuggingFaceTokenizer tokenizer =
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), UNLIMITED);
            int end = definition.id(TokenizerDefinition.END);
            return new ClipTokenizer(
                    tokenizer, definition.id(TokenizerDefinition.START), end, definition.id(padToken(folder)));
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, "tokenizer " + folder + " cannot be read: " + e, e);
        } catch (RuntimeException e) {
            if (e instanceof DemistException known) {
                throw known;
            }
            throw new DemistException(ErrorCode.CORRUPT_FILE, "tokenizer " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Stable Diffusion 2 pads with "!", all others with the end token. */
    private static String padToken(Path folder) throws IOException {
        Path file = folder.resolve("special_tokens_map.json");
        if (!Files.isRegularFile(file)) {
            return TokenizerDefinition.END;
        }
        JsonNode pad = MAPPER.readTree(file.toFile()).path("pad_token");
        return pad.isObject() ? pad.path("content").asText() : pad.asText(TokenizerDefinition.END);
    }

    /** The ids of {@code text} between the start and the end token, unpadded and untruncated. */
    public int[] ids(String text) {
        return Arrays.stream(tokenizer.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The ids of {@code text}, cut off or filled up to exactly {@code length}; the last is an end token or padding. */
    public int[] padded(String text, int length) {
        int[] ids = ids(text);
        int[] padded = Arrays.copyOf(ids, length);
        if (ids.length > length) {
            padded[length - 1] = end;
        } else {
            Arrays.fill(padded, ids.length, length, pad);
        }
        return padded;
    }

    /** The token of an id, with {@code </w>} where a word ends. */
    public String token(int id) {
        return tokenizer.decode(new long[] {id}, false);
    }

    /** The id of the token that begins every text. */
    public int start() {
        return start;
    }

    /** The id of the token that ends every text. */
    public int end() {
        return end;
    }

    /** This with another id to fill up short texts. */
    public ClipTokenizer paddedWith(int id) {
        return new ClipTokenizer(tokenizer, start, end, id);
    }

    /** The id that fills up short texts. */
    public int pad() {
        return pad;
    }
}
