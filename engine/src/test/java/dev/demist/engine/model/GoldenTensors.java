package dev.demist.engine.model;

import dev.demist.engine.weights.DType;
import dev.demist.engine.weights.Weight;
import dev.demist.engine.weights.WeightFiles;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The recorded inputs and outputs of one golden. */
public record GoldenTensors(Weights file) {

    public static GoldenTensors read(Path file) {
        return new GoldenTensors(WeightFiles.open(file, null));
    }

    public boolean has(String name) {
        return file.names().contains(name);
    }

    /** A tensor of numbers that all fit into float32. */
    public Tensor tensor(String name) {
        Weight weight = file.find(name).orElseThrow();
        ByteBuffer data = weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[data.remaining() / weight.dtype().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.dtype() == DType.I64 ? data.getLong() : data.getFloat();
        }
        return Tensor.wrap(values, weight.shape());
    }
}
