package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A folder whose {@code tokenizer.json} is the whole tokenizer, or which holds a Qwen's vocabulary and merges.
 *
 * @param folder the folder
 * @param bytes of the file, or of one like it
 * @param json its contents
 */
record WholeDefinition(Path folder, byte[] bytes, JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static WholeDefinition read(Path folder) throws IOException {
        Path file = folder.resolve(TokenizerFiles.WHOLE);
        if (Files.isRegularFile(file)) {
            byte[] bytes = TokenizerFiles.bytes(file);
            return new WholeDefinition(folder, bytes, MAPPER.readTree(bytes));
        }
        if (TokenizerFiles.isOf("Qwen2Tokenizer", folder)) {
            JsonNode json = QwenDefinition.read(folder).json();
            return new WholeDefinition(folder, MAPPER.writeValueAsBytes(json), json);
        }
        throw new DemistException(
                ErrorCode.NOT_FOUND, "tokenizer " + folder + ": it has no " + TokenizerFiles.WHOLE + "; fetch it");
    }

    /** The tokens by their ids: an object of ids, or a list of tokens with their probabilities; and those added. */
    Map<Integer, String> tokens() {
        Map<Integer, String> tokens = new HashMap<>();
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                tokens.put(id, vocabulary.get(id).path(0).asText());
            }
        } else {
            vocabulary.properties().forEach(entry -> tokens.put(entry.getValue().asInt(), entry.getKey()));
        }
        json.path("added_tokens")
                .forEach(token -> tokens.put(
                        token.path("id").asInt(), token.path("content").asText()));
        return Map.copyOf(tokens);
    }

    /** The id that fills up short rows: of the token that the folder names, else 0. */
    int pad() throws IOException {
        String token = TokenizerFiles.padToken(folder).orElse("");
        return tokens().entrySet().stream()
                .filter(entry -> entry.getValue().equals(token))
                .mapToInt(Map.Entry::getKey)
                .findFirst()
                .orElse(0);
    }
}
