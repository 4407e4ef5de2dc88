package dev.demist;

/**
 * The settings that a model was distilled for, so that it draws in a few steps. A request has them where it says
 * nothing else; {@link ModelInfo} has the steps and the guidance.
 *
 * @param name {@code turbo}, {@code lightning}, {@code hyper}, {@code dmd2}, {@code lcm} or {@code tcd}, as
 *     {@link GenerationRequestBuilder#preset} takes it
 * @param reason what it was recognised by, such as {@code the name "sd-turbo"}
 * @param scheduler the scheduler with its options and, if they are its own, the timesteps
 */
public record Preset(String name, String reason, SchedulerChoice scheduler) {

    /** The name by which a request refuses the preset that a model was recognised to have. */
    public static final String NONE = "none";
}
