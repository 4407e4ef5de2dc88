package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file names under which {@code save_pretrained} of diffusers and transformers stores a part's weights. */
final class WeightFolder {

    /** Formats of the names; {@code %s} is empty or {@code .variant}. Safetensors first: it needs no unpickling. */
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

    private static final Pattern VARIANT = Pattern.compile("model\\.([\\w-]+)\\.(?:safetensors|bin)(?:\\.|$)");
    private static final int LISTED = 20;

    private WeightFolder() {}

    static List<String> names(@Nullable String variant) {
        String suffix = variant == null ? "" : "." + variant;
        return NAMES.stream().map(name -> name.formatted(suffix)).distinct().toList();
    }

    /**
     * The file of the requested variant, otherwise the plain one, otherwise that of any variant: the parts of a
     * repository do not all have the same.
     */
    static Path find(Path folder, @Nullable String variant) {
        List<String> there = listing(folder);
        List<String> known = Stream.of(names(variant), names(null), ofAnyVariant(there))
                .flatMap(List::stream)
                .distinct()
                .toList();
        return known.stream()
                .filter(there::contains)
                .findFirst()
                .or(() -> gguf(there, variant))
                .map(folder::resolve)
                .orElseThrow(() -> notThere(folder, there, known));
    }

    /** The only GGUF, which goes by any name; of several the only one whose name has the variant. */
    private static Optional<String> gguf(List<String> there, @Nullable String variant) {
        List<String> all = there.stream().filter(name -> name.endsWith(".gguf")).toList();
        List<String> wanted = all.stream()
                .filter(name -> variant != null && name.contains(variant))
                .toList();
        List<String> few = all.size() > 1 ? wanted : all;
        return few.size() == 1 ? Optional.of(few.get(0)) : Optional.empty();
    }

    private static List<String> ofAnyVariant(List<String> there) {
        return there.stream()
                .map(VARIANT::matcher)
                .filter(Matcher::find)
                .flatMap(name -> names(name.group(1)).stream())
                .toList();
    }

    private static DemistException notThere(Path folder, List<String> there, List<String> wanted) {
        String shown = String.join(", ", there.subList(0, Math.min(LISTED, there.size())));
        return new DemistException(
                ErrorCode.UNKNOWN_MODEL,
                folder + ": no weights; searched for " + String.join(", ", wanted) + " or one *.gguf; found "
                        + (there.isEmpty() ? "nothing" : there.size() > LISTED ? shown + ", …" : shown));
    }

    private static List<String> listing(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
