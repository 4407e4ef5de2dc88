package dev.demist.server.http.access;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.request.Allowance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tokens that callers have to send.
 *
 * @param byUser each user's token; empty for no check, which only loopback allows
 * @param allowances what those users may use who may not use the same as the others
 */
public record Tokens(Map<String, String> byUser, Map<String, Allowance> allowances) {

    /** No token: every caller that can connect is allowed. */
    public static final Tokens NONE = new Tokens(Map.of(), Map.of());

    static final String LOCAL = "local";

    // What an Authorization header can carry without quotes (RFC 9110, field-vchar).
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,1024}");

    /**
     * Copies the maps.
     *
     * @throws DemistException INVALID_REQUEST if a token is empty or has characters that a header cannot carry, or if
     *     two users have the same
     */
    public Tokens {
        byUser.forEach(Tokens::requireSendable);
        if (Set.copyOf(byUser.values()).size() < byUser.size()) {
            throw refuse("two users have the same token; give each a token of its own");
        }
        byUser = Map.copyOf(byUser);
        allowances = Map.copyOf(allowances);
    }

    /** One token for all callers. */
    public static Tokens of(String token) {
        return new Tokens(Map.of(LOCAL, token), Map.of());
    }

    /**
     * Reads the lines of users, as {@link UserLine} has them; empty lines and those that begin with # are skipped.
     *
     * @throws DemistException INVALID_REQUEST if a line is something else, STORAGE_FAILED if the file cannot be read
     */
    public static Tokens read(Path file) {
        Map<String, String> tokens = new LinkedHashMap<>();
        Map<String, Allowance> allowances = new LinkedHashMap<>();
        for (String line : lines(file)) {
            UserLine user = UserLine.read(file, line);
            if (tokens.put(user.name(), user.token()) != null) {
                throw DemistException.invalid("--tokens", file, user.name() + " stands in it twice");
            }
            if (!user.allowance().equals(Allowance.NONE)) {
                allowances.put(user.name(), user.allowance());
            }
        }
        if (tokens.isEmpty()) {
            throw DemistException.invalid(
                    "--tokens", file, "it must have a user's name and token on at least one line");
        }
        return new Tokens(tokens, allowances);
    }

    private static void requireSendable(String user, String token) {
        if (!SENDABLE.matcher(token).matches()) {
            throw refuse(
                    "the token of " + user + " must be 1 to 1,024 letters, digits and signs of ASCII without spaces");
        }
    }

    private static DemistException refuse(String reason) {
        return DemistException.inField(ErrorCode.INVALID_REQUEST, "token", reason, null);
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

    /** The user of a token; takes the same time for every wrong token. */
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
