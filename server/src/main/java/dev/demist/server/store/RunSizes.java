package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.store.RunSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Measures the folders of runs. */
final class RunSizes {

    private RunSizes() {}

    static RunSize of(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            long states = 0;
            long newest = 0;
            long others = 0;
            for (Path file : files.sorted().toList()) {
                long size = Files.size(file);
                if (file.toString().endsWith(".state")) {
                    states += size;
                    newest = size;
                } else {
                    others += size;
                }
            }
            return new RunSize(states - newest, newest + others);
        } catch (NoSuchFileException e) {
            return new RunSize(0, 0);
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, folder + ": its files cannot be listed: " + e.getMessage(), e);
        }
    }
}
