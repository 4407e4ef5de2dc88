package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.GenerationRequestBuilder;
import dev.demist.Preset;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.family.GuidanceKind;
import dev.demist.engine.internal.family.Traits;
import dev.demist.engine.internal.preset.Distillation;
import dev.demist.engine.internal.preset.FoundPreset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The presets for few steps of a model. What a request says counts; a preset gives what it leaves open.
 *
 * @param known those of the model's family
 * @param found the one that the model or a LoRA was recognised to have
 * @param defaults the model's steps and guidance, of the found one if there is one
 * @param ordinary the model's steps and guidance without a preset
 * @param embedded whether the model takes the guidance scale as an input
 */
record Presets(
        Set<Distillation> known,
        Optional<FoundPreset> found,
        Recommended defaults,
        Recommended ordinary,
        boolean embedded) {

    /** Of a family that has none. */
    static final Presets NONE =
            new Presets(Set.of(), Optional.empty(), new Recommended(1, 1), new Recommended(1, 1), false);

    /** The presets of a model with these traits, whose makers' recommendations in {@code folder} count first. */
    static Presets of(Set<Distillation> known, Optional<FoundPreset> found, Traits traits, Path folder) {
        boolean embedded = traits.guidance() != GuidanceKind.CLASSIFIER_FREE;
        Recommended ofFamily = new Recommended(traits.steps(), traits.guidanceScale());
        Presets plain = new Presets(known, found, ofFamily, ofFamily, embedded);
        Recommended usual = found.map(plain::usual).orElse(ofFamily);
        return new Presets(known, found, Recommended.of(folder, usual), Recommended.of(folder, ofFamily), embedded);
    }

    /** The found preset as the model's description has it; null if there is none. */
    @Nullable
    Preset described() {
        return found.map(it -> it.preset(defaults.steps())).orElse(null);
    }

    /**
     * The request with what its preset gives: the one that it names, else the found one; with what is ordinary if it
     * names none.
     *
     * @throws DemistException INVALID_REQUEST for a name that the model has no preset of
     */
    GenerationRequest filled(GenerationRequest request, Plans plans) {
        return chosen(request)
                .map(preset -> filled(request, preset, plans))
                .orElseGet(() -> found.isEmpty()
                        ? request
                        : filled(request, ordinary, request.scheduler()).build());
    }

    private static GenerationRequestBuilder filled(
            GenerationRequest request, Recommended usual, SchedulerChoice scheduler) {
        return request.toBuilder()
                .scheduler(scheduler)
                .steps(request.scheduler().steps(request.steps(), usual.steps()))
                .guidance(Objects.requireNonNullElse(request.guidance().scale(), usual.guidanceScale()));
    }

    private Optional<FoundPreset> chosen(GenerationRequest request) {
        String name = request.preset();
        if (name == null) {
            return found;
        }
        if (name.equals(Preset.NONE)) {
            return Optional.empty();
        }
        boolean byLora = !request.adapters().loras().isEmpty();
        return found.filter(it -> it.distillation().preset().equals(name))
                .or(() -> Optional.of(FoundPreset.asked(named(name), byLora)));
    }

    private Distillation named(String name) {
        return known.stream()
                .filter(it -> it.preset().equals(name))
                .findFirst()
                .orElseThrow(() -> DemistException.invalid("preset", "\"" + name + "\"", allowed()));
    }

    private String allowed() {
        return known.isEmpty()
                ? "this kind of model has no presets; leave it out"
                : "known for this model: " + String.join(", ", names()) + "; \"" + Preset.NONE + "\" for none";
    }

    /** What they are called, in order. */
    List<String> names() {
        return known.stream().map(Distillation::preset).sorted().toList();
    }

    private GenerationRequest filled(GenerationRequest request, FoundPreset preset, Plans plans) {
        SchedulerChoice asked = request.scheduler();
        Recommended usual = found.equals(Optional.of(preset)) ? defaults : usual(preset);
        int wanted = asked.steps(request.steps(), usual.steps());
        SchedulerChoice given = preset.scheduler(wanted);
        SchedulerChoice merged =
                merged(asked.name() == null ? withName(asked, given) : plans.named(asked), given, plans);
        boolean own = Objects.equals(merged.name(), given.name());
        return filled(request, usual, merged)
                .preset(or(request.preset(), own ? preset.distillation().preset() : null))
                .build();
    }

    private static SchedulerChoice withName(SchedulerChoice asked, SchedulerChoice given) {
        return asked.withName(String.valueOf(given.name()));
    }

    private static @Nullable String or(@Nullable String value, @Nullable String otherwise) {
        return value == null ? otherwise : value;
    }

    private Recommended usual(FoundPreset preset) {
        return new Recommended(preset.steps(), embedded || preset.guided() ? ordinary.guidanceScale() : 1);
    }

    /** The choice with those of the preset's options that its scheduler has and it does not say itself. */
    private static SchedulerChoice merged(SchedulerChoice asked, SchedulerChoice given, Plans plans) {
        Map<String, Object> options = new HashMap<>(given.options());
        options.keySet().retainAll(plans.options(String.valueOf(asked.name())));
        options.putAll(asked.options());
        boolean own = Objects.equals(asked.name(), given.name())
                && asked.timesteps().isEmpty()
                && asked.sigmas().isEmpty();
        return new SchedulerChoice(asked.name(), options, own ? given.timesteps() : asked.timesteps(), asked.sigmas());
    }

    /** What the user should know of the preset that was found, in words; empty if there is nothing. */
    List<String> notes(ResolvedRequest request) {
        if (found.isEmpty() || Preset.NONE.equals(request.preset())) {
            return List.of();
        }
        Preset preset = found.get().preset(request.steps());
        if (preset.name().equals(request.preset())) {
            return List.of("preset " + preset.name() + ", recognised by " + preset.reason()
                    + ", gives what the request leaves open; name another one, or \"none\"");
        }
        return List.of(preset.reason() + " is made for the preset " + preset.name() + ", "
                + preset.scheduler().name()
                + " in " + defaults.steps() + " steps with guidance " + defaults.guidanceScale()
                + "; the request asks for other settings");
    }
}
