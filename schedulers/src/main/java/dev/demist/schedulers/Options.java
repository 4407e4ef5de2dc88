package dev.demist.schedulers;

import static dev.demist.scheduler.SchedulerOption.Type.CHOICE;
import static dev.demist.scheduler.SchedulerOption.Type.FLAG;
import static dev.demist.scheduler.SchedulerOption.Type.INTEGER;
import static dev.demist.scheduler.SchedulerOption.Type.NUMBER;
import static dev.demist.scheduler.SchedulerOption.Type.NUMBERS;

import dev.demist.scheduler.SchedulerOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration keys that several schedulers share, under diffusers' names and with its defaults. */
public final class Options {

    private Options() {}

    /** A key that is true or false. */
    public static SchedulerOption flag(String name, boolean defaultValue, String help) {
        return new SchedulerOption(name, FLAG, defaultValue, List.of(), help);
    }

    /** A whole number, 0 or more. */
    public static SchedulerOption integer(String name, int defaultValue, String help) {
        return new SchedulerOption(name, INTEGER, defaultValue, List.of(), help);
    }

    /** A number; without a default if missing has a meaning of its own. */
    public static SchedulerOption number(String name, @Nullable Double defaultValue, String help) {
        return new SchedulerOption(name, NUMBER, defaultValue, List.of(), help);
    }

    /** A list of numbers, missing by default. */
    public static SchedulerOption numbers(String name, String help) {
        return new SchedulerOption(name, NUMBERS, null, List.of(), help);
    }

    /** One of {@code allowed}, the first of which is the default. */
    public static SchedulerOption choice(String name, String help, String... allowed) {
        return new SchedulerOption(name, CHOICE, allowed[0], List.of(allowed), help);
    }

    /** The keys of the trained noise table. */
    public static List<SchedulerOption> betas(double start, double end) {
        return List.of(
                integer("num_train_timesteps", 1000, "timesteps the model was trained on"),
                number("beta_start", start, "beta of the first timestep"),
                number("beta_end", end, "beta of the last timestep"),
                choice(
                        "beta_schedule",
                        "how beta grows",
                        "linear",
                        "scaled_linear",
                        "squaredcos_cap_v2",
                        "sigmoid",
                        "exp",
                        "laplace"),
                numbers("trained_betas", "the betas themselves, instead of a schedule"));
    }

    /** Whether the last timestep is made pure noise. */
    public static final SchedulerOption ZERO_SNR =
            flag("rescale_betas_zero_snr", false, "rescale the betas so that the last timestep is pure noise");

    /** The timestep spacing, with its default. */
    public static List<SchedulerOption> spacing(String defaultSpacing) {
        return List.of(
                choice(
                        "timestep_spacing",
                        "which timesteps are visited",
                        first(defaultSpacing, "linspace", "leading", "trailing")),
                integer("steps_offset", 0, "added to every timestep of the leading spacing"));
    }

    /** The spacing of schedulers from clean to noise, which cannot be even. */
    public static final List<SchedulerOption> INVERSE_SPACING = List.of(
            choice("timestep_spacing", "which timesteps are visited", "leading", "trailing"),
            integer("steps_offset", 0, "added to every timestep of the leading spacing"));

    /** The kinds of prediction that a scheduler knows, with the default first. */
    public static SchedulerOption prediction(String... allowed) {
        return choice("prediction_type", "what the model's output means", allowed);
    }

    /** Keeping the predicted clean sample within a fixed range. */
    public static List<SchedulerOption> clip(boolean defaultValue) {
        return List.of(
                flag("clip_sample", defaultValue, "clip the predicted clean sample"),
                number("clip_sample_range", 1.0, "the range that it is clipped to, plus and minus"));
    }

    /** Keeping the predicted clean sample within a range that depends on itself (Imagen). */
    public static final List<SchedulerOption> THRESHOLDING = List.of(
            flag("thresholding", false, "dynamic thresholding, for models that work on pixels"),
            number("dynamic_thresholding_ratio", 0.995, "quantile that sets the dynamic threshold"),
            number("sample_max_value", 1.0, "largest dynamic threshold"));

    /** Other ways to place the sigmas. */
    public static final List<SchedulerOption> SIGMAS = List.of(
            flag("use_karras_sigmas", false, "space the sigmas as Karras et al. do"),
            flag("use_exponential_sigmas", false, "space the sigmas evenly in their logarithm"),
            flag("use_beta_sigmas", false, "space the sigmas by a beta distribution"));

    /** Narrower ends for these. */
    public static final List<SchedulerOption> SIGMA_RANGE = List.of(
            number("sigma_min", null, "smallest sigma, instead of the trained one"),
            number("sigma_max", null, "largest sigma, instead of the trained one"));

    /** Sigmas for models trained by flow matching. */
    public static final List<SchedulerOption> FLOW_SIGMAS = List.of(
            flag("use_flow_sigmas", false, "sigmas of flow matching, 1 to 0"),
            number("flow_shift", 1.0, "shift of the flow sigmas towards noise"));

    /** A shift of flow sigmas that grows with the number of tokens of the sample. */
    public static final List<SchedulerOption> DYNAMIC_SHIFT = List.of(
            flag("use_dynamic_shifting", false, "shift the flow sigmas by the size of the picture"),
            choice("time_shift_type", "form of the dynamic shift", "exponential", "linear"),
            number("base_shift", 0.5, "dynamic shift of a picture of base_image_seq_len tokens"),
            number("max_shift", 1.15, "dynamic shift of a picture of max_image_seq_len tokens"),
            integer("base_image_seq_len", 256, "tokens of a small picture"),
            integer("max_image_seq_len", 4096, "tokens of a large picture"));

    /** The sigma after the last step. */
    public static final SchedulerOption FINAL_SIGMA =
            choice("final_sigmas_type", "the sigma after the last step", "zero", "sigma_min");

    /** All of {@code groups} (options or lists of them); of two with one name the later one counts. */
    public static List<SchedulerOption> all(Object... groups) {
        Map<String, SchedulerOption> byName = new LinkedHashMap<>();
        for (Object group : groups) {
            List<?> options = group instanceof List<?> list ? list : List.of(group);
            options.forEach(option -> byName.put(((SchedulerOption) option).name(), (SchedulerOption) option));
        }
        return List.copyOf(byName.values());
    }

    private static String[] first(String chosen, String... all) {
        List<String> ordered = new ArrayList<>(List.of(all));
        ordered.remove(chosen);
        ordered.add(0, chosen);
        return ordered.toArray(String[]::new);
    }
}
