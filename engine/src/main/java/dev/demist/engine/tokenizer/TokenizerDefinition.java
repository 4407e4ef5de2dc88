package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code tokenizer.json} that Hugging Face's tokenizers library reads, assembled from CLIP's {@code vocab.json} and
 * {@code merges.txt}.
 *
 * @param folder the folder of both files
 * @param vocabulary token -> id
 * @param merges pairs, the most frequent first
 */
record TokenizerDefinition(Path folder, ObjectNode vocabulary, List<String> merges) {

    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
    /** The largest file that is read; CLIP's have 1 MB. */
    private static final long MAX_BYTES = 16L << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static TokenizerDefinition read(Path folder) throws IOException {
        if (!(MAPPER.readTree(bytes(folder.resolve("vocab.json"))) instanceof ObjectNode vocabulary)) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE, folder.resolve("vocab.json") + ": it does not hold an object");
        }
        List<String> merges = new String(bytes(folder.resolve("merges.txt")), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList();
        return new TokenizerDefinition(folder, vocabulary, merges);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE,
                    file + ": has " + Files.size(file) + " bytes; a tokenizer's file has at most " + MAX_BYTES);
        }
        return Files.readAllBytes(file);
    }

    /** The id of {@code token}. */
    int id(String token) {
        if (!vocabulary.path(token).isInt()) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE, folder.resolve("vocab.json") + ": it has no token " + token);
        }
        return vocabulary.get(token).intValue();
    }

    /** The tokens by their ids. */
    Map<Integer, String> tokens() {
        Map<Integer, String> tokens = new HashMap<>();
        vocabulary
                .fields()
                .forEachRemaining(entry -> tokens.put(entry.getValue().asInt(), entry.getKey()));
        return tokens;
    }

    /** The token that fills up short texts. */
    String padToken() throws IOException {
        for (String file : List.of("special_tokens_map.json", "tokenizer_config.json")) {
            if (Files.isRegularFile(folder.resolve(file))) {
                JsonNode pad = MAPPER.readTree(folder.resolve(file).toFile()).path("pad_token");
                String token = pad.isObject() ? pad.path("content").asText() : pad.asText();
                if (!token.isEmpty()) {
                    return token;
                }
            }
        }
        return END;
    }

    /** The definition as a tree of JSON. */
    ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode().put("version", "1.0");
        ArrayNode added = json.putArray("added_tokens");
        added.add(special(START)).add(special(END));
        json.set("normalizer", sequence("normalizers", type("NFC"), spaces(), type("Lowercase")));
        json.set("pre_tokenizer", sequence("pretokenizers", words(), bytes()));
        json.set(
                "post_processor",
                type("RobertaProcessing")
                        .put("trim_offsets", false)
                        .put("add_prefix_space", false)
                        .<ObjectNode>set("sep", pair(END))
                        .set("cls", pair(START)));
        json.set("decoder", bytes());
        json.set("model", model());
        return json;
    }

    private ObjectNode model() {
        ObjectNode model = type("BPE")
                .putNull("dropout")
                .put("unk_token", END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", "</w>")
                .put("fuse_unk", false);
        model.set("vocab", vocabulary);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return model;
    }

    private ObjectNode special(String token) {
        return MAPPER.createObjectNode()
                .put("id", id(token))
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", true)
                .put("special", true);
    }

    private ArrayNode pair(String token) {
        return MAPPER.createArrayNode().add(token).add(id(token));
    }

    private static ObjectNode spaces() {
        ObjectNode replace = type("Replace").put("content", " ");
        replace.putObject("pattern").put("Regex", "\\s+");
        return replace;
    }

    private static ObjectNode words() {
        ObjectNode split = type("Split").put("behavior", "Removed").put("invert", true);
        split.putObject("pattern").put("Regex", WORDS);
        return split;
    }

    private static ObjectNode bytes() {
        return type("ByteLevel").put("add_prefix_space", false).put("trim_offsets", true);
    }

    private static ObjectNode sequence(String key, ObjectNode... parts) {
        ObjectNode sequence = type("Sequence");
        ArrayNode list = sequence.putArray(key);
        for (ObjectNode part : parts) {
            list.add(part);
        }
        return sequence;
    }

    private static ObjectNode type(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }
}
