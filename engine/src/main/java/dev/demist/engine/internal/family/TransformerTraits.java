package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.image.LinearPreview;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.Models;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations of a pipeline around a transformer.
 *
 * @param source the checkpoint
 * @param roles the names of its parts
 */
record TransformerTraits(PartSource source, Roles roles) {

    /** The class that the configuration of a part names; empty if there is no such part, or it names none. */
    static String className(PartSource source, String part) {
        Map<String, Object> settings = source.has(part) ? source.settings(part) : Map.of();
        Object first = settings.get("architectures") instanceof List<?> list && !list.isEmpty() ? list.get(0) : "";
        return String.valueOf(settings.getOrDefault("_class_name", first));
    }

    /** Those of a text-to-image model. */
    Traits of(LatentFormat latents, GuidanceKind guidance, int side, int steps, double guidanceScale) {
        return new Traits(
                latents,
                true,
                source.has(roles.previewCodec()),
                false,
                false,
                guidance,
                side,
                steps,
                guidanceScale,
                true,
                true,
                Traits.ANY_SIDE,
                0,
                0);
    }

    /** The known map from latents to colours, by the scale of the autoencoder; empty if there is none for these. */
    Optional<LinearPreview> preview(LinearPreview.Known known, LatentFormat latents) {
        return known.of(source.config(roles.codec()).decimal("scaling_factor", 0.18215), latents.channels());
    }

    /** Fails if denoiser, autoencoder, one of these text encoders or a tokenizer is missing. */
    void requireAll(List<Roles.Text> texts) {
        require(roles.denoiser());
        require(roles.codec());
        Models.requireLatentCodec(source.config(roles.codec()));
        texts.forEach(text -> require(text.encoder()));
        roles.texts(source).forEach(text -> require(text.tokenizer()));
        if (source.has(roles.controlNet())) {
            throw unsupported(source.place(roles.controlNet()) + ": ControlNets of this family are not supported");
        }
    }

    private void require(String part) {
        if (!source.has(part)) {
            throw unsupported(source.pipelineClass() + " " + source.place(part) + ": the model has no " + part
                    + "; its parts are " + source.parts());
        }
    }

    private static DemistException unsupported(String message) {
        return new DemistException(ErrorCode.UNSUPPORTED_MODEL, message);
    }

    /** Fails if the autoencoder's latents are not what the denoiser takes. */
    void checkLatents(LatentFormat latents, int channels) {
        if (latents.channels() != channels) {
            throw Misfit.of(
                    source.place(roles.denoiser()) + " takes latents of " + channels + " channels",
                    source.place(roles.codec()) + " gives " + latents.channels());
        }
    }

    /** Fails if the checkpoint has this text encoder, and its states are not as wide as the denoiser takes them. */
    void checkText(Roles.Text text, int width) {
        int given = source.has(text.encoder())
                ? Models.textShape(source.config(text.encoder())).width()
                : width;
        if (given != width) {
            throw Misfit.of(
                    source.place(roles.denoiser()) + " wants text states of width " + width,
                    source.place(text.encoder()) + " gives " + given);
        }
    }

    /** Fails if the projected texts of these encoders together are not as wide as the denoiser takes them. */
    void checkPooled(List<Roles.Text> texts, int width) {
        int given = texts.stream()
                .mapToInt(text -> source.config(text.encoder()).integer("projection_dim", 512))
                .sum();
        checkPooled(texts.get(0), given, width);
    }

    /** Fails if the pooled states of this encoder, which are as wide as its states, are not what the denoiser takes. */
    void checkPooledStates(Roles.Text text, int width) {
        checkPooled(text, Models.textShape(source.config(text.encoder())).width(), width);
    }

    private void checkPooled(Roles.Text text, int given, int width) {
        if (given != width) {
            throw Misfit.of(
                    source.place(roles.denoiser()) + " wants pooled text of width " + width,
                    source.place(text.encoder()) + " gives " + given);
        }
    }
}
