package dev.demist.engine.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;

/**
 * A tokenizer of Hugging Face's tokenizers library. Thread-safe; its native memory is freed when it is
 * garbage-collected.
 */
final class NativeTokenizer {

    private static final Cleaner CLEANER = Cleaner.create();
    // Without it the library may look for a GPU and download a build for it.
    private static final String FLAVOR = "RUST_FLAVOR";

    private final HuggingFaceTokenizer tokenizer;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        CLEANER.register(this, tokenizer::close);
    }

    /** The tokenizer of a {@code tokenizer.json}; fails with a RuntimeException that says what is wrong with it. */
    static NativeTokenizer load(byte[] json) throws IOException {
        if (System.getenv(FLAVOR) == null && System.getProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, "cpu");
        }
        Map<String, String> asIs = Map.of("truncation", "false", "padding", "false");
        return new NativeTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), asIs));
    }

    /**
     * The ids of a text.
     *
     * @param special whether those that the tokenizer puts around a text are among them
     */
    int[] ids(String text, boolean special) {
        try {
            long[] ids = tokenizer.encode(wellFormed(text), special, false).getIds();
            return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** The text with a mark for every half of a surrogate pair, which is not a character and has no UTF-8 form. */
    static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
