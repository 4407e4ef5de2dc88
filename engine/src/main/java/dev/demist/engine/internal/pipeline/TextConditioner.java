package dev.demist.engine.internal.pipeline;

import dev.demist.GenerationRequest;
import dev.demist.engine.model.Conditioning;
import reactor.core.publisher.Mono;

/** Turns prompts into what steers a denoiser. Thread-safe. */
public interface TextConditioner extends AutoCloseable {

    /** For unconditional models: nothing. */
    TextConditioner NONE = new TextConditioner() {
        @Override
        public Mono<Conditioning> encode(GenerationRequest request, int rows) {
            return Mono.just(Conditioning.NONE);
        }

        @Override
        public int width() {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** The conditioning of {@code rows} rows: the prompt alone, or the negative prompt and the prompt. */
    Mono<Conditioning> encode(GenerationRequest request, int rows);

    /** The width of the text states that it gives; 0 if it gives none. */
    int width();

    @Override
    void close();
}
