package dev.demist.engine.internal.pipeline;

import dev.demist.ResolvedRequest;
import dev.demist.engine.internal.text.TextConditioner;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import reactor.core.publisher.Mono;

/** All it understands of a prompt is its length. */
final class LengthConditioner implements TextConditioner {

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        float[] lengths = rows == 1
                ? new float[] {request.prompt().length()}
                : new float[] {
                    request.negativePrompt().length(), request.prompt().length()
                };
        return Mono.just(Conditioning.text(Tensor.wrap(lengths, rows, 1, 1)));
    }

    @Override
    public int width() {
        return 1;
    }
}
