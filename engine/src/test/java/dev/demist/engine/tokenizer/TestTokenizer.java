package dev.demist.engine.tokenizer;

import dev.demist.engine.Goldens;
import java.nio.file.Path;

/** CLIP's vocabulary, as the goldens' pipelines carry it. */
final class TestTokenizer {

    static final Path FOLDER = Goldens.path("models/pipe-sd-pndm/tokenizer");
    static final ClipTokenizer CLIP = ClipTokenizer.open(FOLDER);

    private TestTokenizer() {}
}
