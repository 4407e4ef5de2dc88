package dev.demist;

/** In which number format the networks compute. */
public enum Precision {
    /** bfloat16 for half-precision files where the processor has instructions for it, else float32. */
    AUTO,
    /** Exact parity with the reference. */
    FLOAT32,
    /** Half the memory, and faster where the processor has instructions for it. */
    BFLOAT16
}
