package dev.demist.spring;

import dev.demist.Preview;
import dev.demist.ResolvedRequest;
import org.springframework.ai.image.ImageGenerationMetadata;

/**
 * What a picture is and how it was made.
 *
 * @param index which of the prompt's pictures it belongs to, from 0
 * @param call the number of model calls done: 1 ... {@code calls}
 * @param calls the number of model calls that the picture takes
 * @param request the request with every default filled in, the seed too
 */
public record DemistImageMetadata(int index, int call, int calls, ResolvedRequest request)
        implements ImageGenerationMetadata {

    static DemistImageMetadata of(int index, Preview preview) {
        return new DemistImageMetadata(index, preview.call(), preview.calls(), preview.request());
    }

    /** Whether the picture is finished. */
    public boolean isLast() {
        return call >= calls;
    }
}
