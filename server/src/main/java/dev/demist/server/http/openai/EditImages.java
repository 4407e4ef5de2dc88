package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.GenerationRequest;
import dev.demist.PictureSource;
import dev.demist.Start;
import dev.demist.server.http.caller.Attempt;
import dev.demist.server.http.message.Form;
import dev.demist.server.run.request.RunRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code POST /v1/images/edits} and {@code /v1/images/variations}: pictures from a given one, as a form with files.
 * Models that edit see all of them beside the prompt, as long as there is neither a mask nor a strength. For others,
 * what is transparent in {@code mask}, or else in the picture itself, is repainted; without either all of it changes.
 */
record EditImages(Drawing drawing, boolean takesPrompt) implements Handler<RoutingContext> {

    /** How much of a picture without a mask is replaced: enough to follow the words, too little to lose the picture. */
    private static final double STRENGTH = Start.STRENGTH;

    /** What is repainted by a mask is drawn from noise. */
    private static final double MASKED = 1;

    @Override
    public void handle(RoutingContext context) {
        Form form = Form.of(context);
        ImageRequest request = ImageRequest.read(form.json());
        drawing.answer(context, "image_edit", request, Attempt.of(context, form.checksum()), asked(form, request));
    }

    private Mono<RunRequest> asked(Form form, ImageRequest request) {
        return Mono.fromCallable(() -> RunRequest.of(generation(form, request), request.count()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private GenerationRequest generation(Form form, ImageRequest request) {
        GenerationRequest asked = (takesPrompt ? request : request.withPrompt("")).toGeneration(drawing.models());
        List<byte[]> images = form.files("image");
        if (takesPrompt
                && request.strength() == null
                && edits(asked, images)
                && form.files("mask").isEmpty()) {
            return asked.toBuilder()
                    .references(images.stream().map(EncodedPicture::new).toList())
                    .build();
        }
        byte[] image = image(images);
        @Nullable PictureSource mask = mask(form, image);
        double strength = Objects.requireNonNullElse(request.strength(), mask == null ? STRENGTH : MASKED);
        return asked.toBuilder()
                .image(new EncodedPicture(image))
                .mask(mask)
                .strength(strength)
                .build();
    }

    /** Whether a model takes these pictures as what the prompt speaks of; others start from one. */
    private boolean edits(GenerationRequest asked, List<byte[]> images) {
        String model = asked.model() == null ? drawing.models().names().get(0) : asked.model();
        int most = drawing.models().info(model).references();
        return !images.isEmpty() && images.size() <= most;
    }

    private static byte[] image(List<byte[]> images) {
        if (images.isEmpty()) {
            throw DemistException.missing("image", "it must be a file, PNG or JPEG");
        }
        if (images.size() > 1) {
            throw DemistException.invalid(
                    "image", images.size() + " files", "give one; a picture starts from one here");
        }
        return images.get(0);
    }

    private static @Nullable PictureSource mask(Form form, byte[] image) {
        List<byte[]> masks = form.files("mask");
        return Transparency.mask(masks.isEmpty() ? image : masks.get(0));
    }
}
