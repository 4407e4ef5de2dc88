package dev.demist.spring;

import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.model.StreamingModel;
import reactor.core.publisher.Flux;

/** An image model of Spring AI whose pictures come while they are drawn. */
@FunctionalInterface
public interface StreamingImageModel extends StreamingModel<ImagePrompt, ImageResponse> {

    /**
     * The pictures of a prompt while they are drawn: one result in each response, the finished picture last.
     *
     * @return cold; nothing is drawn without demand
     */
    @Override
    Flux<ImageResponse> stream(ImagePrompt prompt);
}
