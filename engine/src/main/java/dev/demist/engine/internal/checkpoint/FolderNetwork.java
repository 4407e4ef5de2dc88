package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.ldm.PartFiles;
import dev.demist.engine.internal.weights.mmdit.TransformerFile;
import java.util.Map;
import java.util.function.Supplier;

/** The network of a part's folder, into which another program may have written it under the names of its makers. */
final class FolderNetwork {

    private FolderNetwork() {}

    /**
     * The weights under the names of diffusers.
     *
     * @param settings the content of the {@code config.json} beside them
     */
    static Weights named(Weights weights, Supplier<Map<String, Object>> settings) {
        if (PartFiles.isLdmUnet(weights)) {
            return PartFiles.unet(weights, settings.get()).orElseThrow().weights();
        }
        return TransformerFile.any(weights).map(NetworkFile::weights).orElse(weights);
    }
}
