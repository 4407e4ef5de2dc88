package dev.demist;

/** The number format in which the networks compute. */
public enum Precision {
    /**
     * bfloat16 for networks of more than 500 MiB in half-precision files where the processor is faster with it, and
     * everywhere for those of more than 6 GiB, else float32.
     */
    AUTO,
    /** Exact parity with the reference. */
    FLOAT32,
    /** Half the memory, and faster where the processor has instructions for it. */
    BFLOAT16
}
