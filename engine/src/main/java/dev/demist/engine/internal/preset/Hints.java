package dev.demist.engine.internal.preset;

import dev.demist.Checkpoint;
import dev.demist.LoraChoice;
import dev.demist.engine.internal.checkpoint.ModelIndex;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.file.JsonFile;
import dev.demist.engine.internal.weights.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Recognises presets by names, by what files say of themselves and by schedulers. Reads heads of files; blocking. */
public final class Hints {

    private static final String NAME_OR_PATH = "_name_or_path";
    /** Titles of Stability AI's model specification and of kohya's trainer. */
    private static final List<String> TITLES = List.of("modelspec.title", "ss_output_name");

    private static final Map<String, Distillation> SCHEDULERS =
            Map.of("LCMScheduler", Distillation.LCM, "TCDScheduler", Distillation.TCD);

    private Hints() {}

    /**
     * The preset of a checkpoint with its LoRAs, which come first; empty if nothing is recognised.
     *
     * @param name the model's name
     * @param source its parts
     * @param denoiser the name of the part that is distilled
     * @param scheduler the name of the scheduler's part
     * @param known the presets of its family
     */
    public static Optional<FoundPreset> find(
            String name,
            Checkpoint checkpoint,
            PartSource source,
            String denoiser,
            String scheduler,
            Set<Distillation> known) {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Stream<Hint> loras = checkpoint.loras().stream().map(LoraChoice::name).flatMap(it -> lora(Path.of(it)));
        return Stream.of(
                        loras, part(checkpoint, denoiser), model(name, checkpoint.path()), configured(source, denoiser))
                .flatMap(hints -> hints)
                .flatMap(hint -> hint.read(known).stream())
                .findFirst()
                .or(() -> ofScheduler(source, scheduler).filter(found -> known.contains(found.distillation())));
    }

    /** The preset of a LoRA on its own. */
    public static Optional<FoundPreset> ofLora(Path file) {
        return lora(file)
                .flatMap(hint -> hint.read(Distillation.STABLE_DIFFUSION).stream())
                .findFirst();
    }

    private static Stream<Hint> lora(Path path) {
        return Stream.concat(Stream.of(path.getFileName().toString()), titles(path))
                .map(text -> new Hint(text, "the LoRA", true));
    }

    private static Stream<Hint> part(Checkpoint checkpoint, String part) {
        return Stream.ofNullable(checkpoint.parts().get(part))
                .map(path -> new Hint(path.getFileName().toString(), "its " + part, false));
    }

    private static Stream<Hint> model(String name, Path path) {
        Stream<String> names = Stream.of(name, String.valueOf(path.getFileName()));
        return Stream.concat(
                names.map(text -> new Hint(text, "the name", false)),
                Files.isRegularFile(path)
                        ? titles(path).map(text -> new Hint(text, "the title", false))
                        : original(JsonFile.map(path.resolve(ModelIndex.FILE))));
    }

    private static Stream<Hint> configured(PartSource source, String part) {
        return source.has(part) ? original(source.settings(part)) : Stream.empty();
    }

    /** The name under which a model was loaded before it was saved; folders above it have nothing to say. */
    private static Stream<Hint> original(Map<String, Object> settings) {
        return Stream.ofNullable(settings.get(NAME_OR_PATH))
                .map(path -> path.toString().replaceFirst("^.*[/\\\\](?=[^/\\\\]*[/\\\\])", ""))
                .map(text -> new Hint(text, "the original", false));
    }

    private static Stream<String> titles(Path file) {
        return file.toString().endsWith(".safetensors")
                ? TITLES.stream().flatMap(key -> SafetensorsFile.metadata(file, key).stream())
                : Stream.empty();
    }

    private static Optional<FoundPreset> ofScheduler(PartSource source, String part) {
        return source.scheduler(part)
                .map(config -> String.valueOf(config.values().get("_class_name")))
                .flatMap(name -> Optional.ofNullable(SCHEDULERS.get(name))
                        .map(it -> new FoundPreset(it, OptionalInt.empty(), false, false, "its scheduler, " + name)));
    }
}
