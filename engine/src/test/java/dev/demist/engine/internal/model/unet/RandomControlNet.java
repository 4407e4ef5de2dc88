package dev.demist.engine.internal.model.unet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.ControlNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes a ControlNet of given measures with small random weights, where none was trained. */
public final class RandomControlNet {

    private RandomControlNet() {}

    /** Writes the weights of the ControlNet that {@code config} describes into {@code file}, as safetensors. */
    public static void write(ModelConfig config, Path file) throws IOException {
        Collection<Parameter> parameters =
                new ControlNetDefinition(config).trace(Pass.FULL).parameters().values();
        byte[] header = header(parameters);
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(buffer(Long.BYTES).putLong(header.length).array());
            out.write(header);
            for (Parameter parameter : parameters) {
                ByteBuffer values = buffer(Math.toIntExact(Float.BYTES * parameter.elements()));
                while (values.hasRemaining()) {
                    values.putFloat((float) (0.02 * random.nextGaussian()));
                }
                out.write(values.array());
            }
        }
    }

    /** Loads what {@link #write} wrote. */
    public static ControlNet load(ModelConfig config, Weights weights, Device device) {
        return ControlNetModel.load(config, weights, device);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] header(Collection<Parameter> parameters) throws JsonProcessingException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        long from = 0;
        for (Parameter parameter : parameters) {
            long to = from + Float.BYTES * parameter.elements();
            tensors.put(
                    parameter.key(),
                    Map.of("dtype", "F32", "shape", parameter.shape(), "data_offsets", List.of(from, to)));
            from = to;
        }
        return new ObjectMapper().writeValueAsString(tensors).getBytes(StandardCharsets.UTF_8);
    }
}
