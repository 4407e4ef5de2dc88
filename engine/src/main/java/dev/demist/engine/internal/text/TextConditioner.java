package dev.demist.engine.internal.text;

import dev.demist.ResolvedRequest;
import dev.demist.engine.model.Conditioning;
import reactor.core.publisher.Mono;

/** Turns the prompts of a request into the conditioning of a denoiser. It owns no network. Thread-safe. */
public interface TextConditioner {

    /** That of unconditional models: no conditioning, whatever the prompt. */
    TextConditioner NONE = new TextConditioner() {
        @Override
        public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
            return Mono.just(Conditioning.NONE);
        }

        @Override
        public int width() {
            return 0;
        }
    };

    /**
     * The conditioning of {@code rows} rows, computed at each subscription.
     *
     * @param rows 1 for the prompt alone, 2 for the negative prompt and the prompt
     */
    Mono<Conditioning> encode(ResolvedRequest request, int rows);

    /** The width of its text states; 0 if it has none. */
    int width();
}
