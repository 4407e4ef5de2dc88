package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What callers must show.
 *
 * @param byUser each user's token; empty for no check, which only loopback allows
 */
public record Tokens(Map<String, String> byUser) {

    /** Whoever can connect may call. */
    public static final Tokens NONE = new Tokens(Map.of());

    static final String LOCAL = "local";

    /** Copies the map. */
    public Tokens {
        byUser = Map.copyOf(byUser);
    }

    /** One token for everybody. */
    public static Tokens of(String token) {
        return new Tokens(Map.of(LOCAL, token));
    }

    /**
     * Reads lines of a user's name, blanks, and the user's token; empty lines and those that begin with # are skipped.
     *
     * @throws DemistException INVALID_REQUEST if a line is something else, STORAGE_FAILED if the file cannot be read
     */
    public static Tokens read(Path file) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String line : lines(file)) {
            String[] words = line.strip().split("\\s+");
            if (words.length != 2) {
                throw DemistException.invalid("--tokens", file, "every line must be a user's name and a token");
            }
            tokens.put(words[0], words[1]);
        }
        return new Tokens(tokens);
    }

    private static List<String> lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, "--tokens: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whose token that is; takes the same time for every wrong one. */
    Optional<String> userOf(String shown) {
        return byUser.entrySet().stream()
                .filter(entry -> isSame(entry.getValue(), shown))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isSame(String token, String shown) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps the tokens out of logs. */
    @Override
    public String toString() {
        return "Tokens of " + byUser.keySet();
    }
}
