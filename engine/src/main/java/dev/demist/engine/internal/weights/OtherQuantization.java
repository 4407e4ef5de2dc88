package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.Arrays;
import java.util.Map;

/** The formats of quantised weights that are not read, by what the names in their files have. */
public enum OtherQuantization {
    NF4("NF4 of bitsandbytes", ".quant_state.bitsandbytes__nf4"),
    FP4("FP4 of bitsandbytes", ".quant_state.bitsandbytes__fp4"),
    LLM_INT8("LLM.int8() of bitsandbytes", ".SCB"),
    SVDQUANT("SVDQuant of Nunchaku", ".wscales"),
    NVFP4("NVFP4", ".weight_scale_2"),
    QUANTO("Quanto", ".weight._data"),
    GPTQ("GPTQ or AWQ", ".qzeros");

    private static final String METHOD = "quant_method";

    private final String title;
    private final String mark;

    OtherQuantization(String title, String mark) {
        this.title = title;
        this.mark = mark;
    }

    /**
     * Refuses files of these formats.
     *
     * @throws DemistException UNSUPPORTED_MODEL with the name of the format
     */
    static void refuse(Weights file) {
        for (String name : file.names()) {
            Arrays.stream(values())
                    .filter(it -> name.endsWith(it.mark))
                    .findFirst()
                    .ifPresent(it -> {
                        throw refused(file.origin() + ": it is quantized as " + it.title + " ('" + name + "')");
                    });
        }
    }

    /**
     * Refuses a network by its {@code quantization_config}, which diffusers and transformers write into its
     * configuration.
     *
     * @param settings the configuration
     * @param origin the network's place, for messages
     * @throws DemistException UNSUPPORTED_MODEL with the name of the format
     */
    public static void refuse(Map<String, Object> settings, Object origin) {
        if (settings.get("quantization_config") instanceof Map<?, ?> config
                && config.get(METHOD) != null
                && !"gguf".equals(config.get(METHOD))) {
            throw refused(origin + ": its configuration says that it is quantized as " + title(config));
        }
    }

    private static String title(Map<?, ?> config) {
        String method = String.valueOf(config.get(METHOD));
        return switch (method) {
            case "bitsandbytes" ->
                Boolean.TRUE.equals(config.get("load_in_8bit"))
                        ? LLM_INT8.title
                        : "nf4".equals(config.get("bnb_4bit_quant_type")) ? NF4.title : FP4.title;
            case "svdquant", "nunchaku" -> SVDQUANT.title;
            case "gptq", "awq" -> GPTQ.title;
            case "quanto" -> QUANTO.title;
            default -> method;
        };
    }

    private static DemistException refused(String problem) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                problem
                        + ", which is not supported; supported: scaled fp8, int8_convrot, GGUF. Take the network in one of"
                        + " these or in half precision; a file of it goes with the rest of this model (--transformer FILE,"
                        + " --unet FILE, --text-encoder FILE)");
    }
}
