package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for each run: {@code 7.state} after seven model calls, and {@code image.png}. Thread-safe. */
final class RunFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);
    private static final String STATE = ".state";
    private static final String PICTURE = "image.png";

    private final Path root;

    RunFiles(Path root) {
        this.root = Folders.create(root);
    }

    // States are not forced to the disk: a process that dies keeps them, and after a power failure their checksum
    // tells.
    void saveState(String run, LatentState state) {
        AtomicFile.writeUnforced(
                Folders.create(root.resolve(run)).resolve(state.call() + STATE), LatentStates.write(state));
    }

    void savePicture(String run, byte[] png) {
        AtomicFile.write(Folders.create(root.resolve(run)).resolve(PICTURE), png);
    }

    Optional<byte[]> picture(String run) {
        return Folders.read(root.resolve(run).resolve(PICTURE));
    }

    Optional<LatentState> state(String run, int step) {
        return Folders.read(root.resolve(run).resolve(step + STATE)).map(LatentStates::read);
    }

    /** The newest state that is whole. */
    Optional<LatentState> lastState(String run) {
        return steps(run).stream()
                .map(step -> wholeState(run, step))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<LatentState> wholeState(String run, int step) {
        try {
            return state(run, step);
        } catch (DemistException e) {
            LOG.warn("run {}: state {} is left out: {}", run, step, e.getMessage());
            return Optional.empty();
        }
    }

    private List<Integer> steps(String run) {
        try (Stream<Path> files = Files.list(root.resolve(run))) {
            return files.map(file -> Objects.toString(file.getFileName()))
                    .filter(name -> name.matches("\\d{1,9}\\" + STATE))
                    .map(name -> Integer.valueOf(name.substring(0, name.length() - STATE.length())))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, "run " + run + ": its states cannot be listed: " + e.getMessage(), e);
        }
    }

    void delete(String run) {
        Folders.delete(root.resolve(run));
    }
}
