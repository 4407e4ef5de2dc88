package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.Arrays;

/** The formats of quantised weights that are not read, by what the names in their files have. */
enum OtherQuantization {
    NF4("NF4 of bitsandbytes", ".quant_state.bitsandbytes__nf4"),
    FP4("FP4 of bitsandbytes", ".quant_state.bitsandbytes__fp4"),
    LLM_INT8("LLM.int8() of bitsandbytes", ".SCB"),
    SVDQUANT("SVDQuant of Nunchaku", ".wscales"),
    GPTQ("GPTQ or AWQ", ".qzeros");

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
                        throw new DemistException(
                                ErrorCode.UNSUPPORTED_MODEL,
                                file.origin() + ": it is quantized as " + it.title + " ('" + name
                                        + "'), which is not supported;" + " supported: scaled fp8, int8_convrot, GGUF");
                    });
        }
    }
}
