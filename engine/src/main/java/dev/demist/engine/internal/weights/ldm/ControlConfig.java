package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a ControlNet, read from its weights' shapes.
 *
 * @param weights under diffusers' names
 * @param layout the numbering of its blocks
 */
record ControlConfig(Weights weights, UnetLayout layout) {

    private static final String IN = UnetLayout.PICTURE + ".conv_in.weight";
    private static final String OUT = UnetLayout.PICTURE + ".conv_out.weight";

    /** The way up, and the guidance scale that a distilled U-Net takes. */
    private static final List<String> OF_UNETS =
            List.of("up_block_types", "out_channels", "sample_size", "time_cond_proj_dim");

    /** All of it; what shapes do not show is that of the U-Net that it steers. */
    Map<String, Object> read(Map<String, Object> steered) {
        Map<String, Object> changes = new LinkedHashMap<>(new UnetConfig(weights, layout).wayDown());
        changes.put("_class_name", "ControlNetModel");
        changes.put("conditioning_channels", shape(IN)[1]);
        changes.put("conditioning_embedding_out_channels", pictureChannels());
        OF_UNETS.forEach(key -> changes.put(key, null));
        return NetworkFile.with(steered, changes);
    }

    /** After the first convolution every second one halves the picture and widens the channels. */
    private List<Integer> pictureChannels() {
        List<Integer> channels = new ArrayList<>(List.of(shape(IN)[0]));
        int blocks = UnetLayout.count(weights.names(), UnetLayout.PICTURE + ".blocks.%d.");
        for (int i = 1; i < blocks; i += 2) {
            channels.add(shape(UnetLayout.PICTURE + ".blocks." + i + ".weight")[0]);
        }
        shape(OUT);
        return channels;
    }

    private int[] shape(String name) {
        return weights.find(name)
                .map(weight -> weight.shape())
                .filter(shape -> shape.length == 4)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.WEIGHTS_MISMATCH,
                        weights.origin() + ": is not a whole ControlNet: it has no usable " + name
                                + "; fetch the file again"));
    }
}
