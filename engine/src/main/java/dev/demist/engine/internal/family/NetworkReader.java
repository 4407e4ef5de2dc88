package dev.demist.engine.internal.family;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.Map;
import java.util.Optional;

/** Finds a network in a file, of its own or of a whole checkpoint. */
interface NetworkReader {

    /**
     * The network; empty if the file does not hold it in a known layout.
     *
     * @param replaced the configuration of the one that it replaces, for what shapes do not show; empty for none
     */
    Optional<NetworkFile> read(Weights file, Map<String, Object> replaced);
}
