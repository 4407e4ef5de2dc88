package dev.demist.engine.internal.checkpoint;

import dev.demist.PartInfo;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The description of a part without opening its network: only the directories of weight files are read. */
public final class Inspection {

    private Inspection() {}

    /**
     * The description of a part.
     *
     * @param network whether the part is a network, which has weights
     */
    public static PartInfo of(PartSource source, String part, boolean network) {
        Map<String, Object> settings = source.settings(part);
        Path place = source.place(part);
        return network
                ? of(part, place, settings, source.weights(part))
                : new PartInfo(part, className(settings), place, 0, Map.of(), settings);
    }

    /** As {@link #of(PartSource, String, boolean)}, of weights on their own. */
    static PartInfo of(String part, Path place, Map<String, Object> settings, Weights weights) {
        Map<String, Long> elements = new TreeMap<>();
        long bytes = 0;
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            long count = weight.elements();
            if (weight.source() instanceof WeightSource.Dequantized quantized) {
                bytes += quantized.stored();
                elements.merge(quantized.format(), count, Long::sum);
            } else {
                bytes += weight.bytes();
                elements.merge(torchName(weight), count, Long::sum);
            }
        }
        return new PartInfo(part, className(settings), place, bytes, elements, settings);
    }

    private static String className(Map<String, Object> settings) {
        Object architectures = settings.get("architectures");
        Object first = architectures instanceof List<?> list && !list.isEmpty() ? list.get(0) : "";
        return Stream.of("_class_name", "tokenizer_class")
                .map(settings::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(first)
                .toString();
    }

    private static String torchName(Weight weight) {
        return switch (weight.dtype()) {
            case F64 -> "float64";
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case F8_E4M3 -> "float8_e4m3fn";
            case F8_E5M2 -> "float8_e5m2";
            case I64 -> "int64";
            case I32 -> "int32";
            case I16 -> "int16";
            case I8, U8, BOOL -> weight.dtype().name().toLowerCase(Locale.ROOT);
        };
    }
}
