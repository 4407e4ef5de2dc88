package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights of 8 bits with scales beside them, as ComfyUI and others write them: {@code x.weight} with
 * {@code x.scale_weight} or {@code x.weight_scale}, one number for all or one for each row. What they stand for, weight
 * times scale, is computed at each reading, in float32.
 */
final class ScaledWeights {

    private static final String WEIGHT = ".weight";
    private static final List<String> SCALES = List.of(".scale_weight", ".weight_scale");
    /** Scales for activations in 8 bits, and notes for other programs; none of them changes a weight. */
    private static final List<String> UNUSED = List.of("scaled_fp8", ".scale_input", ".input_scale", ".comfy_quant");

    private ScaledWeights() {}

    /**
     * The weights that a file stands for; the file itself if it has no scales.
     *
     * @throws DemistException UNSUPPORTED_MODEL for a quantization of another kind
     */
    static Weights of(Weights file) {
        if (file.names().stream().noneMatch(ScaledWeights::isScale)) {
            return file;
        }
        Map<String, Weight> weights = new LinkedHashMap<>();
        file.all()
                .filter(weight ->
                        !isUsed(file, weight.name()) && UNUSED.stream().noneMatch(weight.name()::endsWith))
                .forEach(weight -> weights.put(weight.name(), scaled(file, weight)));
        return new WeightMap(file.origin(), weights, file::forget);
    }

    private static boolean isScale(String name) {
        return SCALES.stream().anyMatch(name::endsWith);
    }

    /** A scale without its weight stays, to be reported like any other weight that is not expected. */
    private static boolean isUsed(Weights file, String scale) {
        return isScale(scale)
                && file.find(scale.substring(0, scale.lastIndexOf('.')) + WEIGHT)
                        .isPresent();
    }

    private static Weight scaled(Weights file, Weight weight) {
        return weight.name().endsWith(WEIGHT)
                ? scale(file, weight).map(scale -> product(weight, scale)).orElse(weight)
                : weight;
    }

    private static Optional<Weight> scale(Weights file, Weight weight) {
        String layer = weight.name().substring(0, weight.name().length() - WEIGHT.length());
        return SCALES.stream().flatMap(it -> file.find(layer + it).stream()).findFirst();
    }

    private static Weight product(Weight weight, Weight scale) {
        int rows = weight.shape().length == 0 ? 1 : weight.shape()[0];
        boolean fits = scale.elements() == 1 || scale.elements() == rows && scale.shape()[0] == rows;
        if (!weight.dtype().isFloat() || !scale.dtype().isFloat() || !fits) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    weight.file() + ": '" + weight.name() + "' is quantized in a way that is not supported, "
                            + described(weight) + " with the scales '" + scale.name() + "', " + described(scale)
                            + "; supported are floating point numbers with one scale for all or for each row");
        }
        WeightSource source = new WeightSource.Computed(target -> write(weight, scale, target.asFloatBuffer()));
        return new Weight(weight.name(), DType.F32, weight.shape(), weight.file(), source);
    }

    private static String described(Weight weight) {
        return weight.dtype() + " " + Arrays.toString(weight.shape());
    }

    private static void write(Weight weight, Weight scale, FloatBuffer target) {
        float[] scales = FloatValues.of(scale);
        int start = target.position();
        FloatValues.copy(weight, target);
        int row = (target.position() - start) / scales.length;
        for (int i = 0; i < row * scales.length; i++) {
            target.put(start + i, target.get(start + i) * scales[i / row]);
        }
    }
}
