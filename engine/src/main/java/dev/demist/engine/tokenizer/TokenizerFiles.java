package dev.demist.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.file.JsonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tokenizer's folder: {@code vocab.json} and {@code merges.txt}, or both within {@code tokenizer.json}, and the
 * tokens that were added to them.
 *
 * @param folder the folder
 * @param vocabulary token -> id
 * @param merges pairs, the most frequent first
 * @param added further token -> id, such as learned words
 */
record TokenizerFiles(Path folder, ObjectNode vocabulary, List<String> merges, Map<String, Integer> added) {

    private static final String VOCABULARY = "vocab.json";
    private static final String MERGES = "merges.txt";
    static final String WHOLE = "tokenizer.json";
    private static final String SETTINGS = "tokenizer_config.json";
    /** The largest file that is read; CLIP's have up to 4 MB. */
    private static final long MAX_BYTES = 16L << 20;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Whether a folder holds CLIP's tokenizer; those that name no class do. */
    static boolean isClip(Path folder) {
        return className(folder).isEmpty() || isOf("CLIPTokenizer", folder);
    }

    /** Whether a folder names a class, or its fast form. */
    static boolean isOf(String name, Path folder) {
        return className(folder).startsWith(name);
    }

    private static String className(Path folder) {
        Path settings = folder.resolve(SETTINGS);
        Object name = Files.isRegularFile(settings) ? JsonFile.map(settings).get("tokenizer_class") : null;
        return name == null ? "" : name.toString();
    }

    static TokenizerFiles read(Path folder) throws IOException {
        boolean split = Files.isRegularFile(folder.resolve(VOCABULARY)) && Files.isRegularFile(folder.resolve(MERGES));
        JsonNode whole = json(folder.resolve(WHOLE));
        if (!split && whole.isMissingNode()) {
            throw new DemistException(
                    ErrorCode.NOT_FOUND,
                    "tokenizer " + folder + ": it has neither " + VOCABULARY + " with " + MERGES + " nor " + WHOLE
                            + "; fetch one of them");
        }
        JsonNode vocabulary =
                split ? json(folder.resolve(VOCABULARY)) : whole.path("model").path("vocab");
        if (!(vocabulary instanceof ObjectNode tokens)) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE,
                    folder.resolve(split ? VOCABULARY : WHOLE) + ": it does not hold an object of tokens");
        }
        List<String> merges = split
                ? lines(folder.resolve(MERGES))
                : pairs(whole.path("model").path("merges"));
        return new TokenizerFiles(folder, tokens, merges, added(folder, whole, tokens));
    }

    private static List<String> lines(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList();
    }

    /** Pairs as {@code "a b"}, or {@code ["a", "b"]} as newer versions write them. */
    private static List<String> pairs(JsonNode merges) {
        List<String> pairs = new ArrayList<>();
        merges.forEach(pair -> pairs.add(
                pair.isArray() ? pair.path(0).asText() + " " + pair.path(1).asText() : pair.asText()));
        return pairs;
    }

    /** Tokens that the vocabulary has not. */
    private static Map<String, Integer> added(Path folder, JsonNode whole, ObjectNode vocabulary) throws IOException {
        Map<String, Integer> added = unsplit(folder, whole);
        added.keySet().removeIf(vocabulary::has);
        return added;
    }

    /** Tokens that are never split, from all three files that may name them. */
    static Map<String, Integer> unsplit(Path folder) throws IOException {
        return unsplit(folder, json(folder.resolve(WHOLE)));
    }

    private static Map<String, Integer> unsplit(Path folder, JsonNode whole) throws IOException {
        Map<String, Integer> added = new LinkedHashMap<>();
        whole.path("added_tokens")
                .forEach(token -> added.put(
                        token.path("content").asText(), token.path("id").asInt()));
        json(folder.resolve(SETTINGS))
                .path("added_tokens_decoder")
                .properties()
                .forEach(
                        entry -> added.put(entry.getValue().path("content").asText(), Integer.valueOf(entry.getKey())));
        json(folder.resolve("added_tokens.json"))
                .properties()
                .forEach(entry -> added.put(entry.getKey(), entry.getValue().asInt()));
        return added;
    }

    /** The token that fills up short texts; empty if the folder names none, or null. */
    Optional<String> padToken() throws IOException {
        return padToken(folder);
    }

    /** The token that fills up short texts; empty if the folder names none, or null. */
    static Optional<String> padToken(Path folder) throws IOException {
        for (String file : List.of("special_tokens_map.json", SETTINGS)) {
            JsonNode pad = json(folder.resolve(file)).path("pad_token");
            String token = pad.isObject() ? pad.path("content").asText() : pad.asText();
            if (!pad.isNull() && !token.isEmpty()) {
                return Optional.of(token);
            }
        }
        return Optional.ofNullable(
                json(folder.resolve(WHOLE)).path("padding").path("pad_token").textValue());
    }

    private static JsonNode json(Path file) throws IOException {
        return Files.isRegularFile(file) ? MAPPER.readTree(bytes(file)) : MissingNode.getInstance();
    }

    static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE,
                    file + ": has " + Files.size(file) + " bytes; a tokenizer's file has at most " + MAX_BYTES);
        }
        return Files.readAllBytes(file);
    }
}
