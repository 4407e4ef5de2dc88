package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.CorruptFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Names of zip entries: short relative paths without {@code ..}. */
final class ZipName {

    private static final int MAX_LENGTH = 512;

    private ZipName() {}

    static String checked(Path file, byte[] bytes) {
        String name = new String(bytes, StandardCharsets.UTF_8);
        boolean plain = bytes.length > 0
                && bytes.length <= MAX_LENGTH
                && Arrays.equals(name.getBytes(StandardCharsets.UTF_8), bytes)
                && name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':')
                && Arrays.stream(name.split("/", -1)).noneMatch(part -> part.isEmpty() || part.equals(".."));
        if (!plain) {
            throw CorruptFile.of(file, "a zip entry's name is not a plain relative path");
        }
        return name;
    }
}
