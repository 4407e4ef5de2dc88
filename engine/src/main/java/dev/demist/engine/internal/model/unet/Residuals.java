package dev.demist.engine.internal.model.unet;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of the inputs through which a ControlNet steers a U-Net. */
final class Residuals {

    /** For the state of the middle block. */
    static final String MIDDLE = "mid_block_additional_residual";

    private static final String DOWN = "down_block_additional_residuals.";

    private Residuals() {}

    /** For the skip connection {@code index}, counted from the way down's beginning. */
    static String down(int index) {
        return DOWN + index;
    }

    /** The number of residuals for skip connections. */
    static int count(Conditioning conditioning) {
        return (int) conditioning.names().stream()
                .filter(name -> name.startsWith(DOWN))
                .count();
    }

    /** The output of a shallow pass through a ControlNet. */
    static Conditioning shallow(List<Tensor> outputs) {
        return Conditioning.of(Map.of(down(0), outputs.get(0)));
    }

    /** The outputs of a ControlNet, of which the last is for the middle block. */
    static Conditioning named(List<Tensor> outputs) {
        Map<String, Tensor> residuals = new LinkedHashMap<>();
        int last = outputs.size() - 1;
        for (int i = 0; i < last; i++) {
            residuals.put(down(i), outputs.get(i));
        }
        residuals.put(MIDDLE, outputs.get(last));
        return Conditioning.of(residuals);
    }
}
