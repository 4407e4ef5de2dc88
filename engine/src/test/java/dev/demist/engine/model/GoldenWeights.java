package dev.demist.engine.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.weights.DType;
import dev.demist.engine.weights.Weight;
import dev.demist.engine.weights.Weights;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A trusted safetensors file of the goldens. */
public record GoldenWeights(String origin, Map<String, Weight> weights) implements Weights {

    public static GoldenWeights read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            int header = (int) bytes.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
            byte[] json = new byte[header];
            bytes.get(8, json);
            Map<String, Weight> weights = new LinkedHashMap<>();
            new ObjectMapper().readTree(json).fields().forEachRemaining(field -> {
                if (!field.getKey().equals("__metadata__")) {
                    weights.put(field.getKey(), weight(field.getKey(), field.getValue(), bytes, 8 + header, file));
                }
            });
            return new GoldenWeights(file.toString(), weights);
        }
    }

    private static Weight weight(String name, JsonNode entry, ByteBuffer bytes, int start, Path file) {
        int from = entry.path("data_offsets").get(0).intValue();
        int to = entry.path("data_offsets").get(1).intValue();
        JsonNode sizes = entry.path("shape");
        int[] shape = new int[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes.get(i).intValue();
        }
        DType type = DType.valueOf(entry.path("dtype").textValue());
        return new Weight(name, type, shape, bytes.slice(start + from, to - from), file);
    }

    @Override
    public Set<String> names() {
        return weights.keySet();
    }

    @Override
    public Optional<Weight> find(String name) {
        return Optional.ofNullable(weights.get(name));
    }

    /** A tensor of numbers that all fit into float32. */
    public Tensor tensor(String name) {
        Weight weight = find(name).orElseThrow();
        ByteBuffer data = weight.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[data.remaining() / weight.dtype().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weight.dtype() == DType.I64 ? data.getLong() : data.getFloat();
        }
        return Tensor.wrap(values, weight.shape());
    }

    public boolean has(String name) {
        return weights.containsKey(name);
    }
}
