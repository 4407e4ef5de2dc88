package dev.demist.engine.internal.weights.lora;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA file in the layout of kohya's trainer ({@code lora_unet_….lora_down.weight}), of diffusers
 * ({@code unet.….lora.down.weight}), of PEFT ({@code unet.….lora_A.weight}) or any mixture of them, with the strength
 * at which it is applied. Immutable, thread-safe.
 */
public final class LoraFile {

    private static final String ALPHA = ".alpha";
    private static final String BUNDLE = "bundle_emb.";
    private static final List<String> IN_FOLDER = List.of(
            "pytorch_lora_weights.safetensors",
            "adapter_model.safetensors",
            "pytorch_lora_weights.bin",
            "adapter_model.bin");

    private final Path path;
    private final double strength;
    private final Weights weights;
    private final AdapterConfig config;
    private final Map<String, LoraModule> modules;

    private LoraFile(
            Path path, double strength, Weights weights, AdapterConfig config, Map<String, LoraModule> modules) {
        this.path = path;
        this.strength = strength;
        this.weights = weights;
        this.config = config;
        this.modules = modules;
    }

    /**
     * Opens a file. No matrix is read yet.
     *
     * @param folderOrFile a file, or a folder with {@code pytorch_lora_weights} or {@code adapter_model}
     * @param strength the factor of the adaptation: 1 as trained, 0 none, negative the opposite
     * @throws DemistException UNSUPPORTED_MODEL for adaptations of another kind (LoHa, LoKr, DoRA, CP-decomposed
     *     convolutions) and files that are not a LoRA; otherwise as {@link WeightFiles#open}
     */
    public static LoraFile open(Path folderOrFile, double strength) {
        Path path = Files.isDirectory(folderOrFile) ? inFolder(folderOrFile) : folderOrFile;
        Weights weights = WeightFiles.open(path, null);
        Map<String, LoraModule> modules = modules(weights);
        requireNothingElse(path, weights, modules);
        return new LoraFile(path, strength, weights, AdapterConfig.of(path), modules);
    }

    /** Returns whether weights look like a LoRA, of a supported kind or not. */
    public static boolean is(Weights weights) {
        return weights.names().stream().anyMatch(name -> Factor.of(name).isPresent());
    }

    /** Whether it adapts modules of a part. */
    public boolean adapts(LoraPart part) {
        return modules.keySet().stream().anyMatch(part::owns);
    }

    /** The number of modules that it adapts. */
    public int size() {
        return modules.size();
    }

    /** The modules that belong to none of these parts. */
    public List<String> leftOver(Collection<LoraPart> parts) {
        return modules.keySet().stream()
                .filter(module -> parts.stream().noneMatch(part -> part.owns(module)))
                .toList();
    }

    /** The end of a message that it does not fit: what it seems to be made for. */
    public String madeFor() {
        return BaseModel.guess(modules);
    }

    /** The textual inversions that were trained along with it and come in the same file. */
    public List<TextualInversion> embeddings() {
        Map<String, Map<String, Weight>> words = new LinkedHashMap<>();
        weights.names().stream().filter(name -> name.startsWith(BUNDLE)).forEach(name -> {
            String own = name.substring(BUNDLE.length());
            int end = TextualInversion.wordEnd(own);
            words.computeIfAbsent(own.substring(0, end), word -> new LinkedHashMap<>())
                    .put(own.substring(end + 1), weights.find(name).orElseThrow());
        });
        return words.entrySet().stream()
                .map(word -> TextualInversion.of(path, word.getKey(), new WeightMap(path.toString(), word.getValue())))
                .toList();
    }

    /** The number of modules that it adapts by part; parts without any are left out. */
    public Map<String, Long> modulesByPart(Collection<LoraPart> parts) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (LoraPart part : parts) {
            long count = modules.keySet().stream().filter(part::owns).count();
            if (count > 0) {
                counts.put(part.name(), count);
            }
        }
        return counts;
    }

    /** The ranks of its matrices, ascending. */
    public List<Integer> ranks() {
        return modules.values().stream()
                .map(LoraModule::rank)
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, LoraModule> modules(Weights weights) {
        Map<String, LoraModule> modules = new LinkedHashMap<>();
        for (String name : weights.names()) {
            Factor factor = Factor.of(name).filter(Factor::isDown).orElse(null);
            if (factor != null) {
                LoraModule module = module(weights, factor.module(), name, factor.partner());
                requireSingle(modules.put(factor.module(), module), module);
            }
        }
        return modules;
    }

    private static void requireSingle(@Nullable LoraModule before, LoraModule module) {
        if (before != null) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    module.down().file() + ": holds several adapters of one module: '"
                            + before.down().name() + "' and '" + module.down().name()
                            + "'; save each adapter in a file of its own");
        }
    }

    private static void requireNothingElse(Path path, Weights weights, Map<String, LoraModule> modules) {
        Optional<String> other =
                weights.names().stream().filter(name -> isOther(name, modules)).findFirst();
        if (modules.isEmpty() || other.isPresent()) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    path + ": is not a plain LoRA: it contains "
                            + other.map(name -> "'" + name + "'" + kind(name)).orElse("nothing")
                            + "; supported: pairs of down and up matrices");
        }
    }

    private static boolean isOther(String name, Map<String, LoraModule> modules) {
        boolean alpha = name.endsWith(ALPHA) && modules.containsKey(name.substring(0, name.length() - ALPHA.length()));
        boolean factor =
                Factor.of(name).filter(it -> modules.containsKey(it.module())).isPresent();
        return !alpha && !factor && !name.startsWith(BUNDLE);
    }

    private static String kind(String name) {
        return OtherAdaptation.of(name)
                .map(it -> ", which is of another kind: " + it.title())
                .orElse("");
    }

    private static LoraModule module(Weights weights, String module, String down, String up) {
        Weight lower = weights.find(down).orElseThrow();
        Weight upper = weights.find(up)
                .orElseThrow(() -> CorruptFile.of(lower.file(), "has '" + down + "' but no '" + up + "'"));
        boolean fits = lower.shape().length >= 2
                && upper.shape().length >= 2
                && lower.shape()[0] > 0
                && lower.shape()[0] == upper.shape()[1]
                && isMatrix(upper.shape());
        if (!fits) {
            throw CorruptFile.of(lower.file(), "'" + down + "' and '" + up + "' do not have a rank in common");
        }
        FloatValues.requireFloats(lower);
        FloatValues.requireFloats(upper);
        OptionalDouble alpha = weights.find(module + ALPHA).stream()
                .mapToDouble(LoraFile::alpha)
                .findFirst();
        return new LoraModule(lower, upper, alpha);
    }

    private static double alpha(Weight alpha) {
        float[] values = FloatValues.of(alpha);
        if (values.length != 1) {
            throw CorruptFile.of(alpha.file(), "'" + alpha.name() + "' is not a single number");
        }
        return values[0];
    }

    private static Path inFolder(Path folder) {
        return IN_FOLDER.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNKNOWN_MODEL, folder + ": no LoRA; searched for " + String.join(", ", IN_FOLDER)));
    }

    private static boolean isMatrix(int[] shape) {
        return shape.length == 2 || (shape.length == 4 && shape[2] == 1 && shape[3] == 1);
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The factor of the adaptation. */
    public double strength() {
        return strength;
    }

    Map<String, LoraModule> modules() {
        return modules;
    }

    /** The factor of a module's {@code up · down}: the strength times alpha / rank. */
    double scale(LoraPart part, String name) {
        LoraModule module = Objects.requireNonNull(modules.get(name));
        double own = module.alpha().isPresent()
                ? module.alpha().getAsDouble() / module.rank()
                : config.scale(part, part.local(name).orElse(name), module.rank());
        return strength * own;
    }

    /** Drops the pages of its matrices that were read; see {@link Weights#forget}. */
    void forget() {
        weights.forget();
    }
}
