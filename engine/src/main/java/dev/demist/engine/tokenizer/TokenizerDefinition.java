package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The {@code tokenizer.json} that Hugging Face's tokenizers library reads, assembled from the vocabulary of CLIP.
 *
 * @param files what the folder says
 */
record TokenizerDefinition(TokenizerFiles files) {

    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    private static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static TokenizerDefinition read(Path folder) throws IOException {
        return new TokenizerDefinition(TokenizerFiles.read(folder));
    }

    /** The id of {@code token}. */
    int id(String token) {
        Integer id = files.added().get(token);
        if (id == null && files.vocabulary().path(token).isInt()) {
            return files.vocabulary().get(token).intValue();
        }
        if (id == null) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE, files.folder() + ": the vocabulary has no token " + token);
        }
        return id;
    }

    /** The tokens by their ids. */
    Map<Integer, String> tokens() {
        Map<Integer, String> tokens = new HashMap<>();
        files.vocabulary()
                .fields()
                .forEachRemaining(entry -> tokens.put(entry.getValue().asInt(), entry.getKey()));
        files.added().forEach((token, id) -> tokens.put(id, token));
        return tokens;
    }

    /** The token that fills up short texts; the end token if the folder names none. */
    String padToken() throws IOException {
        return files.padToken().orElse(END);
    }

    /** The definition as a tree of JSON. */
    ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode().put("version", "1.0");
        ArrayNode added = json.putArray("added_tokens");
        added.add(special(START)).add(special(END));
        files.added().keySet().forEach(token -> added.add(special(token).put("special", false)));
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
        model.set("vocab", files.vocabulary());
        ArrayNode pairs = model.putArray("merges");
        files.merges().forEach(pairs::add);
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
