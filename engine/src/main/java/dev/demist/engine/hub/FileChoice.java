package dev.demist.engine.hub;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.WeightFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of a repository that a pipeline needs: configurations, tokenizers, and of each part's weights one format,
 * safetensors before {@code .bin}. A part that lacks the requested variant is taken in its plain form, as in diffusers.
 */
final class FileChoice {

    /** Parts that Demist does not run. */
    private static final Set<String> UNUSED = Set.of("safety_checker", "feature_extractor", "image_encoder");

    private static final Set<String> TEXTS = Set.of("merges.txt", "vocab.txt", "spiece.model", "tokenizer.model");

    private final @Nullable String variant;
    private final List<RemoteFile> chosen = new ArrayList<>();
    private boolean variantFound;

    private FileChoice(@Nullable String variant) {
        this.variant = variant;
    }

    static List<RemoteFile> of(String repo, List<RemoteFile> files, @Nullable String variant) {
        FileChoice choice = new FileChoice(variant);
        byFolder(files).forEach(choice::folder);
        if (choice.chosen.stream().noneMatch(file -> isWeight(file.path()))) {
            choice.single(repo, files);
        } else if (variant != null && !choice.variantFound) {
            throw new DemistException(
                    ErrorCode.UNKNOWN_MODEL,
                    repo + ": no weights of the variant '" + variant + "'; there are " + weights(files));
        }
        return List.copyOf(choice.chosen);
    }

    /** If parts have folders, weights next to the index are other forms of the whole pipeline. */
    private static Map<String, List<RemoteFile>> byFolder(List<RemoteFile> files) {
        boolean pipeline = files.stream().anyMatch(file -> file.path().equals("model_index.json"))
                && files.stream().anyMatch(file -> !folder(file).isEmpty() && isWeight(file.path()));
        return files.stream()
                .filter(file -> file.path().chars().filter(c -> c == '/').count() <= 1)
                .filter(file -> !UNUSED.contains(folder(file)))
                .filter(file ->
                        !pipeline || !folder(file).isEmpty() || file.path().equals("model_index.json"))
                .collect(Collectors.groupingBy(FileChoice::folder, LinkedHashMap::new, Collectors.toList()));
    }

    private void folder(String folder, List<RemoteFile> files) {
        files.stream().filter(file -> isConfiguration(name(file))).forEach(chosen::add);
        List<RemoteFile> weights = weightsOf(files, variant);
        variantFound |= !weights.isEmpty();
        chosen.addAll(weights.isEmpty() && variant != null ? weightsOf(files, null) : weights);
    }

    private static boolean isConfiguration(String name) {
        return (name.endsWith(".json") && !name.contains(".index.")) || TEXTS.contains(name);
    }

    private static List<RemoteFile> weightsOf(List<RemoteFile> files, @Nullable String variant) {
        for (String wanted : WeightFiles.names(variant)) {
            for (RemoteFile file : files) {
                if (name(file).equals(wanted)) {
                    return wanted.endsWith(".json") ? withShards(file, files, variant) : List.of(file);
                }
            }
        }
        return List.of();
    }

    /** {@code model.safetensors.index.json} goes with every {@code model-00001-of-00002.safetensors}. */
    private static List<RemoteFile> withShards(RemoteFile index, List<RemoteFile> files, @Nullable String variant) {
        String[] parts = name(index).split("\\.");
        String middle = variant == null ? "" : "\\." + Pattern.quote(variant);
        String shard = parts[0] + middle + "-\\d+-of-\\d+\\." + parts[1];
        List<RemoteFile> all = new ArrayList<>(List.of(index));
        files.stream().filter(file -> name(file).matches(shard)).forEach(all::add);
        return all;
    }

    /** A repository of one weight file, such as a LoRA or a single-file checkpoint. */
    private void single(String repo, List<RemoteFile> files) {
        for (String suffix : List.of(".safetensors", ".ckpt", ".bin", ".pt")) {
            List<RemoteFile> found =
                    files.stream().filter(file -> file.path().endsWith(suffix)).toList();
            if (found.size() == 1) {
                chosen.addAll(found);
                return;
            }
        }
        throw new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                repo + ": holds no pipeline and not exactly one weight file; there are " + weights(files));
    }

    private static List<String> weights(List<RemoteFile> files) {
        return files.stream()
                .map(RemoteFile::path)
                .filter(FileChoice::isWeight)
                .limit(20)
                .toList();
    }

    private static boolean isWeight(String path) {
        return path.matches(".*\\.(safetensors|bin|ckpt|pt)");
    }

    private static String folder(RemoteFile file) {
        return file.path().substring(0, Math.max(0, file.path().indexOf('/')));
    }

    private static String name(RemoteFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
