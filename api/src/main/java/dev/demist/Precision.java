package dev.demist;

/** The number format in which the networks compute. */
public enum Precision {
    /**
     * bfloat16 for networks in half-precision files where it is worth its rounding: on a CUDA device always, on the
     * processors for more than 500 MiB if they are faster with it, and everywhere for more than 6 GiB. Else float32.
     */
    AUTO,
    /** Exact parity with the reference. */
    FLOAT32,
    /** Half the memory, and faster where the processor has instructions for it. */
    BFLOAT16,
    /** Half the memory, with a smaller range than bfloat16 and more digits; on GPUs only. */
    FLOAT16,
    /**
     * Large layers of denoisers multiply 8-bit integers, with a scale for each output of the weights and for each row
     * or picture of the input; all else is as with AUTO. Such weights take half the memory of bfloat16 and are
     * multiplied about twice as fast; results differ from exact ones by about 1 % in each layer. For processors with
     * AVX512-VNNI.
     */
    INT8
}
