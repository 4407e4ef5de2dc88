package dev.demist.engine.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where {@code save_pretrained} of diffusers and transformers puts a part's weights. */
final class WeightFolder {

    /** Without a variant; {@code %s} is where {@code .variant} stands. Safetensors first: it needs no unpickling. */
    private static final List<String> NAMES = List.of(
            "diffusion_pytorch_model%s.safetensors",
            "model%s.safetensors",
            "diffusion_pytorch_model.safetensors.index%s.json",
            "diffusion_pytorch_model.safetensors%s.index.json",
            "model.safetensors.index%s.json",
            "model.safetensors%s.index.json",
            "diffusion_pytorch_model%s.bin",
            "pytorch_model%s.bin",
            "diffusion_pytorch_model.bin.index%s.json",
            "pytorch_model.bin.index%s.json");

    private static final int LISTED = 20;

    private WeightFolder() {}

    static List<String> names(@Nullable String variant) {
        String suffix = variant == null ? "" : "." + variant;
        return NAMES.stream().map(name -> name.formatted(suffix)).distinct().toList();
    }

    static Path find(Path folder, @Nullable String variant) {
        List<String> wanted = names(variant);
        return wanted.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> notThere(folder, variant, wanted));
    }

    private static DemistException notThere(Path folder, @Nullable String variant, List<String> wanted) {
        String which = variant == null ? "no weights" : "no weights of the variant '" + variant + "'";
        return new DemistException(
                ErrorCode.UNKNOWN_MODEL,
                folder + ": " + which + "; looked for " + String.join(", ", wanted) + "; there is " + listing(folder));
    }

    private static String listing(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            String shown = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
            return names.isEmpty() ? "nothing" : names.size() > LISTED ? shown + ", …" : shown;
        } catch (IOException e) {
            return "what cannot be listed: " + e.getMessage();
        }
    }
}
