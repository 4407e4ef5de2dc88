package org.example.pictures;

import dev.demist.GenerationRequest;
import dev.demist.Preview;
import dev.demist.spring.DemistImageModel;
import java.util.Base64;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
class PicturesController {

    private final DemistImageModel images;

    PicturesController(DemistImageModel images) {
        this.images = images;
    }

    /** A step as the page shows it. */
    record Step(int call, int calls, String png) {

        static Step of(Preview preview) {
            return new Step(
                    preview.call(), preview.calls(), Base64.getEncoder().encodeToString(preview.png()));
        }
    }

    /** The finished picture. */
    @GetMapping(path = "/picture", produces = MediaType.IMAGE_PNG_VALUE)
    Mono<byte[]> picture(@RequestParam String prompt) {
        return images.draw(GenerationRequest.of(prompt)).map(Preview::png);
    }

    /** The picture while it is drawn. A browser that goes away ends it; one that stalls pauses it. */
    @GetMapping(path = "/steps", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<Step> steps(@RequestParam String prompt) {
        return images.previews(GenerationRequest.of(prompt)).map(Step::of);
    }
}
