package dev.demist.engine.internal.text;

import dev.demist.ResolvedRequest;
import dev.demist.engine.model.Conditioning;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The conditioning of Stable Diffusion 1.x and 2.x: the states of one CLIP.
 *
 * @param text tokenizer and encoder
 */
public record ClipConditioner(ClipText text) implements TextConditioner {

    @Override
    public Mono<Conditioning> encode(ResolvedRequest request, int rows) {
        List<String> prompts = prompts(request, rows);
        return Mono.defer(() -> text.encode(prompts, text.chunks(prompts), request.clipSkip(), ClipText::context, null))
                .map(encoded -> Conditioning.text(encoded.context()));
    }

    static List<String> prompts(ResolvedRequest request, int rows) {
        return rows == 1 ? List.of(request.prompt()) : List.of(request.negativePrompt(), request.prompt());
    }

    @Override
    public int width() {
        return text.shape().width();
    }
}
