package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.scheduler.Tensor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The part of a program that reads lasting inputs only, with its results for the latest inputs: they are computed once
 * for all steps of the pictures that share their calls. For the engine thread only.
 */
final class LastingPart {

    /**
     * For how many inputs results are kept: pictures of two sizes take turns, as do a prompt with and without another.
     */
    private static final int KEPT = 2;

    private final PtNDManager memory;
    private final CompiledPart part;
    private final Deque<Results> latest = new ArrayDeque<>();

    /** @param memory owns the results */
    LastingPart(PtNDManager memory, CompiledPart part) {
        this.memory = memory;
        this.part = part;
    }

    /**
     * The results for these inputs, which stay this object's.
     *
     * @param inputs those of the part, in its order
     */
    List<PtNDArray> of(List<Tensor> inputs) {
        Results known = latest.stream()
                .filter(results -> results.inputs.equals(inputs))
                .findFirst()
                .orElse(null);
        if (known == null) {
            if (latest.size() == KEPT) {
                latest.removeLast().memory.close();
            }
            known = computed(inputs);
        } else {
            latest.remove(known);
        }
        latest.addFirst(known);
        return known.tensors;
    }

    private Results computed(List<Tensor> inputs) {
        PtNDManager own = (PtNDManager) memory.newSubManager();
        try (IValue result = part.call(inputs, List.of())) {
            return new Results(inputs, own, Arrays.asList(result.toTensorArray(own)));
        } catch (Throwable e) {
            own.close();
            throw e;
        }
    }

    private record Results(List<Tensor> inputs, PtNDManager memory, List<PtNDArray> tensors) {}
}
