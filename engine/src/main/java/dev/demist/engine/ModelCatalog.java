package dev.demist.engine;

import dev.demist.Additions;
import dev.demist.Checkpoint;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.LoraChoice;
import dev.demist.engine.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The places of names: a model's name stands for an embedded model, a folder or single file in a models folder, or a
 * repository in the Hugging Face cache; a LoRA's, textual inversion's or ControlNet's for a file or folder under
 * {@code loras}, {@code embeddings} or {@code controlnets} in a models folder.
 *
 * @param embedded the models on the class path
 * @param cache where they are unpacked
 * @param folders the user's models; the first one that has a name counts
 * @param hub the Hugging Face cache
 */
record ModelCatalog(EmbeddedModels embedded, Path cache, List<Path> folders, Hub hub) {

    private static final String LORAS = "loras";
    private static final String EMBEDDINGS = "embeddings";
    private static final String CONTROLNETS = "controlnets";

    /** Every name, the embedded ones first; folders may come and go while the engine runs. */
    List<String> names() {
        Set<String> names = new LinkedHashSet<>(embedded.names());
        models().map(ModelCatalog::name).forEach(names::add);
        names.addAll(pulled());
        return List.copyOf(names);
    }

    private Stream<Path> models() {
        return folders.stream().flatMap(ModelCatalog::list).filter(ModelCatalog::isModel);
    }

    /** Repositories of the cache that hold a pipeline; it is full of other things, too. */
    private List<String> pulled() {
        return hub.repositories().stream()
                .filter(repo ->
                        hub.cached(repo, "main").filter(ModelCatalog::isModel).isPresent())
                .toList();
    }

    /** The name of the model that holds {@code place}; the name of the file or folder if none does. */
    String modelOf(Path place) {
        Map<String, Path> known = new LinkedHashMap<>();
        embedded.names().forEach(name -> known.put(name, cache.resolve(name)));
        models().forEach(model -> known.putIfAbsent(name(model), model));
        pulled().forEach(repo -> hub.cached(repo, "main").ifPresent(folder -> known.putIfAbsent(repo, folder)));
        return known.entrySet().stream()
                .filter(model ->
                        place.startsWith(model.getValue().toAbsolutePath().normalize()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(name(place));
    }

    /** The checkpoint of a name. */
    Checkpoint find(String name) {
        if (embedded.names().contains(name)) {
            return Checkpoint.of(embedded.unpack(name, cache));
        }
        return models().filter(it -> name(it).equals(name))
                .findFirst()
                .or(() -> cached(name))
                .map(Checkpoint::of)
                .orElseThrow(() -> unknown("model", name, names(), "; more with --models or 'demist pull'"));
    }

    /** The checkpoint of a name or a path. */
    Checkpoint checkpoint(String nameOrPath) {
        return names().contains(nameOrPath) || !Files.exists(Path.of(nameOrPath))
                ? find(nameOrPath)
                : Checkpoint.of(Path.of(nameOrPath));
    }

    private Optional<Path> cached(String name) {
        return name.matches("[\\w-][\\w.-]*/[\\w-][\\w.-]*") ? hub.cached(name, "main") : Optional.empty();
    }

    /** The LoRAs of a request with their paths for names. */
    List<LoraChoice> loras(List<LoraChoice> wanted) {
        return wanted.stream()
                .map(it -> new LoraChoice(addition(LORAS, it.name()).toString(), it.weight()))
                .toList();
    }

    /** The files of textual inversions. */
    List<Path> embeddings(List<String> names) {
        return names.stream().map(it -> addition(EMBEDDINGS, it)).toList();
    }

    /** The folder or file of a ControlNet. */
    Path controlNet(String name) {
        return cached(name).orElseGet(() -> addition(CONTROLNETS, name));
    }

    /** The LoRAs, textual inversions and ControlNets that requests can name. */
    Additions additions() {
        return new Additions(additionNames(LORAS), additionNames(EMBEDDINGS), additionNames(CONTROLNETS));
    }

    private List<String> additionNames(String kind) {
        return additions(kind).map(ModelCatalog::nameWithoutEnding).toList();
    }

    private Path addition(String kind, String name) {
        return additions(kind)
                .filter(it -> nameWithoutEnding(it).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        unknown(kind, name, additionNames(kind), "; they lie in " + kind + " in a models folder"));
    }

    private Stream<Path> additions(String kind) {
        return folders.stream()
                .map(folder -> folder.resolve(kind))
                .filter(Files::exists)
                .flatMap(ModelCatalog::list);
    }

    /** The tokenizer that all of CLIP's text models share. */
    Path clipTokenizer() {
        return embedded.unpack(embedded.names().get(0), cache).resolve("tokenizer");
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.sorted().toList().stream();
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, "models folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static boolean isModel(Path path) {
        return Files.isRegularFile(path.resolve("model_index.json")) || isWeights(path);
    }

    private static boolean isWeights(Path path) {
        return Files.isRegularFile(path) && path.toString().matches(".*\\.(safetensors|ckpt|gguf)");
    }

    private static String name(Path path) {
        return isWeights(path) ? nameWithoutEnding(path) : String.valueOf(path.getFileName());
    }

    private static String nameWithoutEnding(Path path) {
        String name = String.valueOf(path.getFileName());
        return Files.isRegularFile(path) ? name.replaceFirst("\\.[^.]+$", "") : name;
    }

    private static DemistException unknown(String field, String name, List<String> known, String more) {
        String names = known.isEmpty() ? "none" : String.join(", ", known);
        return DemistException.inField(
                ErrorCode.UNKNOWN_MODEL, field, name + " is not known; known: " + names + more, null);
    }
}
