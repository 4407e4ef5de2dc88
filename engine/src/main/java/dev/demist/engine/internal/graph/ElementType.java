package dev.demist.engine.internal.graph;

/** The number format of a tensor inside a program. */
public enum ElementType implements Argument {
    /** The program's own format, float32 or bfloat16, decided when it is printed. */
    COMPUTE,
    FLOAT64,
    FLOAT32,
    FLOAT16,
    BFLOAT16,
    FLOAT8_E4M3,
    FLOAT8_E5M2,
    INT32,
    INT64
}
