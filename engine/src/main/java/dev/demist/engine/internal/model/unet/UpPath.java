package dev.demist.engine.internal.model.unet;

import java.util.ArrayList;
import java.util.List;

/**
 * The way up, cut before its last layer.
 *
 * @param deep what comes before
 * @param last takes the first of the skip connections
 */
record UpPath(List<UpStage> deep, UpStage last) {

    /** The way through these blocks, the deepest first. */
    static UpPath of(List<UpStage> blocks) {
        int end = blocks.size() - 1;
        List<UpStage> parts = blocks.get(end).parts();
        List<UpStage> deep = new ArrayList<>(blocks.subList(0, end));
        deep.addAll(parts.subList(0, parts.size() - 1));
        return new UpPath(List.copyOf(deep), parts.get(parts.size() - 1));
    }

    /** The flow before the last layer. */
    Flow deep(Flow flow, Conditions conditions) {
        for (UpStage stage : deep) {
            flow = stage.apply(flow, conditions);
        }
        return flow;
    }
}
