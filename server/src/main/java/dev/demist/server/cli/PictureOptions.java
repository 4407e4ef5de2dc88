package dev.demist.server.cli;

import dev.demist.Control;
import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.ErrorCode;
import dev.demist.Fit;
import dev.demist.GenerationRequestBuilder;
import dev.demist.PictureSource;
import dev.demist.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The pictures that a command draws from: one to start from, what to repaint of it, one that steers. */
final class PictureOptions {

    @Option(names = "--image", paramLabel = "FILE", description = "A PNG or JPEG to start from.")
    private @Nullable Path image;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description = "How much of the start picture to replace, above 0 to 1 (" + Start.STRENGTH + ").")
    private @Nullable Double strength;

    @Option(names = "--mask", paramLabel = "FILE", description = "What to repaint of it: white is repainted.")
    private @Nullable Path mask;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description = "How pictures of another shape are fitted: crop, pad or stretch (crop).")
    private @Nullable Fit fit;

    @Option(
            names = "--control-net",
            paramLabel = "NAME",
            description = "A ControlNet: a folder under controlnets in the models folder, or a pulled repository.")
    private @Nullable String controlNet;

    @Option(names = "--control-image", paramLabel = "FILE", description = "What the ControlNet sees.")
    private @Nullable Path controlImage;

    @Option(
            names = "--control-scale",
            paramLabel = "X",
            description = "How strongly it steers, 0 to 10 (" + Control.SCALE + ").")
    private @Nullable Double controlScale;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "A picture that the prompt speaks of, for models that edit; may be given several times.")
    private List<Path> references = List.of();

    /** Sets them in a request. */
    void addTo(GenerationRequestBuilder request) {
        request.image(picture(image))
                .strength(strength)
                .mask(picture(mask))
                .fit(fit)
                .controlNet(controlNet)
                .controlImage(picture(controlImage))
                .controlScale(controlScale)
                .references(references.stream().map(PictureOptions::read).toList());
    }

    private static @Nullable PictureSource picture(@Nullable Path file) {
        return file == null ? null : read(file);
    }

    private static PictureSource read(Path file) {
        try {
            return new EncodedPicture(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DemistException(ErrorCode.NOT_FOUND, file + " cannot be read: " + e, e);
        }
    }
}
