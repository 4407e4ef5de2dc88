package dev.demist.server.testing;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.Preset;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The presets of a model for few steps; a LoRA with "lcm" in its name brings one. */
public enum FakePresets {
    /** Of a kind that has none. */
    NONE(false, null),
    /** Ordinary, of a kind that has some. */
    ORDINARY(true, null),
    /** Distilled itself. */
    TURBO(
            true,
            new Preset(
                    "turbo",
                    "the name \"fake-turbo\"",
                    new SchedulerChoice("euler", Map.of("timestep_spacing", "trailing"))));

    private static final Preset LCM = new Preset("lcm", "the LoRA \"quick-lcm\"", SchedulerChoice.of("lcm"));

    private final boolean some;
    private final @Nullable Preset own;

    FakePresets(boolean some, @Nullable Preset own) {
        this.some = some;
        this.own = own;
    }

    List<String> names() {
        return some ? List.of("lcm", "turbo") : List.of();
    }

    @Nullable
    Preset own() {
        return own;
    }

    String scheduler() {
        return own == null ? "fake" : "euler";
    }

    int steps() {
        return own == null ? 20 : 2;
    }

    double guidance() {
        return own == null ? 5 : 1;
    }

    private @Nullable Preset found(GenerationRequest request) {
        boolean byLora =
                request.adapters().loras().stream().anyMatch(lora -> lora.name().contains("lcm"));
        return some && byLora ? LCM : own;
    }

    Stream<String> notes(ResolvedRequest request) {
        return Stream.ofNullable(found(request.request())).map(found -> "recognised by " + found.reason());
    }

    /** As the engine's: what the request leaves open comes from the preset that it names, else from the found one. */
    GenerationRequest filled(GenerationRequest request) {
        Preset found = found(request);
        if (found == null && request.preset() == null) {
            return request;
        }
        String name = request.preset() == null ? Objects.requireNonNull(found).name() : request.preset();
        return switch (name) {
            case "lcm" -> filled(request, name, LCM.scheduler(), 4, 1);
            case "turbo" ->
                filled(request, name, Objects.requireNonNull(TURBO.own).scheduler(), 2, 1);
            case Preset.NONE -> filled(request, name, SchedulerChoice.of("fake"), 20, 5);
            default -> throw DemistException.invalid("preset", name, "known for this model: lcm, turbo");
        };
    }

    private static GenerationRequest filled(
            GenerationRequest request, String preset, SchedulerChoice scheduler, int steps, double guidance) {
        String asked = request.scheduler().name();
        boolean own = asked == null || asked.equals(scheduler.name());
        return request.toBuilder()
                .scheduler(asked == null ? scheduler : request.scheduler())
                .steps(Objects.requireNonNullElse(request.steps(), steps))
                .guidance(Objects.requireNonNullElse(request.guidance().scale(), guidance))
                .preset(own || request.preset() != null ? preset : null)
                .build();
    }
}
