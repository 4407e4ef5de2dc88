package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.GenerationRequest;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.PictureSource;
import dev.demist.Start;
import dev.demist.server.http.access.Users;
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
        drawing.answer(
                context,
                "image_edit",
                request,
                Attempt.of(context, form.checksum()),
                asked(Users.of(context), form, request));
    }

    private Mono<RunRequest> asked(String user, Form form, ImageRequest request) {
        return Mono.fromCallable(() -> RunRequest.of(generation(user, form, request), request.count()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private GenerationRequest generation(String user, Form form, ImageRequest request) {
        GenerationRequest asked = (takesPrompt ? request : request.withPrompt("")).toGeneration(drawing.models());
        List<byte[]> images = form.files("image");
        ModelInfo model = model(user, asked);
        boolean begins = !takesPrompt
                || request.strength() != null
                || !form.files("mask").isEmpty();
        if (!begins && !images.isEmpty() && images.size() <= model.references()) {
            return asked.toBuilder()
                    .references(images.stream().map(EncodedPicture::new).toList())
                    .build();
        }
        byte[] image = image(images, begins ? 0 : model.references(), model.name());
        @Nullable PictureSource mask = mask(form, image);
        double strength = Objects.requireNonNullElse(request.strength(), mask == null ? STRENGTH : MASKED);
        return asked.toBuilder()
                .image(new EncodedPicture(image))
                .mask(mask)
                .strength(strength)
                .build();
    }

    private ModelInfo model(String user, GenerationRequest asked) {
        Models models = drawing.models();
        return models.info(drawing.runs().limits().allowance(user).model(asked.model(), models.names()));
    }

    /** The picture to start from, where a model does not take them all as what the prompt speaks of. */
    private static byte[] image(List<byte[]> images, int references, String model) {
        if (images.isEmpty()) {
            throw DemistException.missing("image", "it must be a file, PNG or JPEG");
        }
        if (images.size() > 1) {
            throw DemistException.invalid("image", images.size() + " files", allowed(references, model));
        }
        return images.get(0);
    }

    private static String allowed(int references, String model) {
        return references > 0
                ? "model " + model + " takes at most " + references
                : "a picture of model " + model + " starts from one, as does every one with a mask, a strength or"
                        + " without a prompt; give one, or ask a model that edits";
    }

    private static @Nullable PictureSource mask(Form form, byte[] image) {
        List<byte[]> masks = form.files("mask");
        return Transparency.mask(masks.isEmpty() ? image : masks.get(0));
    }
}
