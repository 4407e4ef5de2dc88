package dev.demist.engine.hub;

import dev.demist.internal.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Compares a file's content with its id: SHA-256, or Git's SHA-1 over {@code "blob <size>\0"} and the content. */
final class ContentCheck {

    private static final int SHA256_DIGITS = 64;

    private ContentCheck() {}

    static boolean matches(Path file, String id) throws IOException {
        return (id.length() == SHA256_DIGITS ? Sha256.of(file) : gitId(file)).equals(id);
    }

    private static String gitId(Path file) throws IOException {
        MessageDigest digest = sha1();
        digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
