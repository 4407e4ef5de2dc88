package dev.demist.server.cli;

import dev.demist.Checkpoint;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Parts that are taken from elsewhere: an option is named as the part is, with hyphens. */
final class PartOptions {

    private static final String UNET = "--unet";
    private static final String TRANSFORMER = "--transformer";
    private static final String VAE = "--vae";
    private static final String TEXT = "--text-encoder";
    private static final String TEXT_2 = "--text-encoder-2";
    private static final String TEXT_3 = "--text-encoder-3";

    private final Map<String, Path> parts = new LinkedHashMap<>();

    @Option(
            names = UNET,
            paramLabel = "PATH",
            description =
                    "The denoiser to use with the other parts of the model: a folder of diffusers or a weight file.")
    private void denoiser(Path path) {
        put(UNET, path);
    }

    @Option(
            names = TRANSFORMER,
            paramLabel = "PATH",
            description = "The same for models whose denoiser is a transformer.")
    private void transformer(Path path) {
        put(TRANSFORMER, path);
    }

    @Option(
            names = VAE,
            paramLabel = "PATH",
            description = "The autoencoder to use with every model, such as one that a single file lacks: a folder of"
                    + " diffusers or a weight file.")
    private void autoencoder(Path path) {
        put(VAE, path);
    }

    @Option(names = TEXT, paramLabel = "PATH", description = "The text encoder to use, likewise.")
    private void text(Path path) {
        put(TEXT, path);
    }

    @Option(names = TEXT_2, paramLabel = "PATH", description = "The second text encoder to use, likewise.")
    private void second(Path path) {
        put(TEXT_2, path);
    }

    @Option(names = TEXT_3, paramLabel = "PATH", description = "The third text encoder to use, likewise.")
    private void third(Path path) {
        put(TEXT_3, path);
    }

    @Option(
            names = "--part",
            paramLabel = "NAME=PATH",
            description = "Any part to use, by its name in model_index.json, such as tokenizer_2 or scheduler: a folder"
                    + " of diffusers. May be given several times.")
    private void named(Map<String, Path> given) {
        parts.putAll(given);
    }

    private void put(String option, Path path) {
        parts.put(option.substring(2).replace('-', '_'), path);
    }

    /** The checkpoint with these parts. */
    Checkpoint exchange(Checkpoint checkpoint) {
        Checkpoint changed = checkpoint;
        for (Map.Entry<String, Path> part : parts.entrySet()) {
            changed = changed.with(part.getKey(), part.getValue());
        }
        return changed;
    }
}
