package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.SchedulerChoice;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says which field of a request a scheduler has refused. Its messages begin with the key: {@code steps: ...}. */
final class SchedulerErrors {

    private static final String SEPARATOR = ": ";
    private static final Set<String> SCHEDULES = Set.of("timesteps", "sigmas");

    private SchedulerErrors() {}

    /** The refusal of a value by the scheduler {@code name}. */
    static DemistException of(SchedulerChoice choice, String name, IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        int end = Math.max(0, message.indexOf(SEPARATOR));
        String key = message.substring(0, end);
        String field = field(choice, key, message);
        String problem = end > 0 && field.endsWith(key) ? message.substring(end + SEPARATOR.length()) : message;
        return DemistException.inField(
                ErrorCode.INVALID_SCHEDULER_CONFIG, field, problem + " (scheduler " + name + ")", refusal);
    }

    private static String field(SchedulerChoice choice, String key, String message) {
        if (key.equals("steps")) {
            return key;
        }
        return SCHEDULES.contains(key) ? "scheduler." + key : option(choice, key, message);
    }

    // A key that the request does not name is the checkpoint's, which another scheduler may take.
    private static String option(SchedulerChoice choice, String key, String message) {
        Set<String> given = choice.options().keySet();
        return Stream.concat(Stream.of(key), Pattern.compile("\\W+").splitAsStream(message))
                .filter(given::contains)
                .findFirst()
                .map(option -> "scheduler.options." + option)
                .orElse("scheduler");
    }

    /** A plan that is not made of numbers: a request's options are to blame if it has any. */
    static DemistException of(SchedulerChoice choice, CheckedPlan.NotFinite plan) {
        if (choice.options().isEmpty()) {
            return new DemistException(ErrorCode.SCHEDULER_FAILED, String.valueOf(plan.getMessage()), plan);
        }
        return DemistException.inField(
                ErrorCode.INVALID_SCHEDULER_CONFIG,
                "scheduler.options",
                "with " + choice.options() + " " + plan.getMessage() + "; leave options out for their defaults",
                plan);
    }
}
