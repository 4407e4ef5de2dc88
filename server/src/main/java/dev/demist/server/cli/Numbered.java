package dev.demist.server.cli;

import java.nio.file.Path;

/** Names of the files of a series. */
final class Numbered {

    private Numbered() {}

    /** {@code apple.png} and 2 make {@code apple-2.png}. */
    static Path of(Path file, int number) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot <= 0 ? name : name.substring(0, dot);
        String extension = dot <= 0 ? "" : name.substring(dot);
        return file.resolveSibling(stem + "-" + number + extension);
    }
}
