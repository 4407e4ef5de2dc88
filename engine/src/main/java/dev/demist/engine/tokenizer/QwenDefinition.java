package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The {@code tokenizer.json} of Qwen's byte-level byte-pair encoding, assembled from its vocabulary.
 *
 * @param files what the folder says
 * @param unsplit the tokens that are never split, with their ids
 */
record QwenDefinition(TokenizerFiles files, Map<String, Integer> unsplit) {

    private static final String WORDS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static QwenDefinition read(Path folder) throws IOException {
        return new QwenDefinition(TokenizerFiles.read(folder), TokenizerFiles.unsplit(folder));
    }

    /** The definition as a tree of JSON. */
    ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode().put("version", "1.0");
        ArrayNode added = json.putArray("added_tokens");
        unsplit.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(token -> added.add(whole(token.getKey(), token.getValue())));
        json.set("normalizer", type("NFC"));
        ObjectNode before = type("Sequence");
        before.putArray("pretokenizers").add(words()).add(bytes());
        json.set("pre_tokenizer", before);
        json.set("decoder", bytes());
        json.set("model", model());
        return json;
    }

    private ObjectNode model() {
        ObjectNode model = type("BPE").put("fuse_unk", false).put("byte_fallback", false);
        model.set("vocab", files.vocabulary());
        ArrayNode pairs = model.putArray("merges");
        files.merges().forEach(pairs::add);
        return model;
    }

    /** A token that is found wherever it stands. */
    private static ObjectNode whole(String token, int id) {
        return MAPPER.createObjectNode()
                .put("id", id)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static ObjectNode words() {
        ObjectNode split = type("Split").put("behavior", "Isolated").put("invert", false);
        split.putObject("pattern").put("Regex", WORDS);
        return split;
    }

    private static ObjectNode bytes() {
        return type("ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }

    private static ObjectNode type(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }
}
