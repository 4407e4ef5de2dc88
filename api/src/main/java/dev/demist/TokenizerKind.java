package dev.demist;

/** The two implementations of CLIP's tokenizer in transformers, whose ids differ for some texts. */
public enum TokenizerKind {
    /** As {@code CLIPTokenizerFast}. */
    FAST,
    /**
     * As {@code CLIPTokenizer} without the library ftfy, which diffusers' pipelines load: each Chinese character is a
     * word of its own, and control characters, those that join emoji among them, are left out.
     */
    SLOW
}
