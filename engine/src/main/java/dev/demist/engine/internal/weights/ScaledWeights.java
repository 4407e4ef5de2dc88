package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Weights of 8 bits with scales beside them, as ComfyUI and others write them: {@code x.weight} with
 * {@code x.scale_weight} or {@code x.weight_scale}, one number for all or one for each row; whole numbers with a
 * {@link ComfyQuant} that says what was done to them. What they stand for is computed at each reading, in float32.
 */
final class ScaledWeights {

    private static final String WEIGHT = ".weight";
    private static final List<String> SCALES = List.of(".scale_weight", ".weight_scale");
    /** Scales for activations in 8 bits, and notes on formats; none of them is a weight. */
    private static final List<String> UNUSED = List.of("scaled_fp8", ".scale_input", ".input_scale", ComfyQuant.KEY);

    private ScaledWeights() {}

    /**
     * The weights that a file stands for; the file itself if it has no scales.
     *
     * @throws DemistException UNSUPPORTED_MODEL for a quantization of another kind, CORRUPT_FILE for notes that cannot
     *     be read
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
        if (!weight.name().endsWith(WEIGHT)) {
            return weight;
        }
        String layer = weight.name().substring(0, weight.name().length() - WEIGHT.length());
        Optional<ComfyQuant> note = ComfyQuant.of(file, layer);
        return SCALES.stream()
                .flatMap(it -> file.find(layer + it).stream())
                .findFirst()
                .map(scale -> product(weight, scale, note))
                .orElse(weight);
    }

    private static Weight product(Weight weight, Weight scale, Optional<ComfyQuant> note) {
        int rows = weight.shape().length == 0 ? 1 : weight.shape()[0];
        boolean fits = scale.elements() == 1 || scale.elements() == rows && scale.shape()[0] == rows;
        boolean int8 =
                weight.dtype() == DType.I8 && note.filter(ComfyQuant::isInt8).isPresent();
        if (!(weight.dtype().isFloat() || int8) || !scale.dtype().isFloat() || !fits) {
            throw unsupported(weight, scale);
        }
        int group = note.map(ComfyQuant::group).orElse(1);
        int row = Math.toIntExact(weight.elements() / Math.max(1, rows));
        if (row % group != 0) {
            throw CorruptFile.of(
                    weight.file(),
                    "'" + weight.name() + "', " + described(weight) + ", is rotated in groups of " + group
                            + ", which its rows are no multiple of");
        }
        return new Weight(
                weight.name(),
                DType.F32,
                weight.shape(),
                weight.file(),
                new WeightSource.Dequantized(
                        note.map(ComfyQuant::title).orElseGet(() -> title(weight.dtype())),
                        weight.bytes() + scale.bytes(),
                        new ScaledRows(weight, scale, row, group)::write));
    }

    private static DemistException unsupported(Weight weight, Weight scale) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                weight.file() + ": '" + weight.name() + "' is quantized " + way(weight, scale)
                        + " that is not supported, " + described(weight) + " with the scales '" + scale.name()
                        + "', " + described(scale)
                        + "; supported are floating point numbers, and I8 that 'comfy_quant' says more of, with one"
                        + " scale for all or for each row");
    }

    /** Formats whose scales are of blocks within a row. */
    private static String way(Weight weight, Weight scale) {
        if (weight.dtype() == DType.F8_E4M3 && scale.dtype() == DType.U8) {
            return "as MXFP8,";
        }
        return weight.dtype() == DType.U8 && scale.dtype() == DType.F8_E4M3 ? "as NVFP4," : "in a way";
    }

    private static String title(DType type) {
        return switch (type) {
            case F8_E4M3 -> "float8_e4m3fn";
            case F8_E5M2 -> "float8_e5m2";
            default -> "scaled " + type.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String described(Weight weight) {
        return weight.dtype() + " " + Arrays.toString(weight.shape());
    }
}
