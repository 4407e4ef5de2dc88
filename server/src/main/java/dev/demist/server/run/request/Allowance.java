package dev.demist.server.run.request;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one user may use. Immutable.
 *
 * @param share of the steps, as {@link dev.demist.Caller#weight}
 * @param waiting runs that wait; null for as many as anybody's
 * @param stepsPerHour model calls in an hour; null for any number
 * @param models the names of the models; empty for all
 */
public record Allowance(
        double share, @Nullable Integer waiting, @Nullable Long stepsPerHour, List<String> models) {

    /** What everybody may use. */
    public static final Allowance NONE = of(1);

    /** Copies the list. */
    public Allowance {
        models = List.copyOf(models);
    }

    /** Another share of the steps, and otherwise what everybody may use. */
    public static Allowance of(double share) {
        return new Allowance(share, null, null, List.of());
    }

    /** Those of {@code names} that the user may draw with. */
    public List<String> among(List<String> names) {
        return models.isEmpty()
                ? names
                : names.stream().filter(models::contains).toList();
    }

    /**
     * The model that a request means.
     *
     * @param wanted its name; null for the first one
     * @param names of all models
     * @throws DemistException FORBIDDEN if the user may not draw with it
     */
    public String model(@Nullable String wanted, List<String> names) {
        List<String> own = among(names);
        if (wanted == null && !own.isEmpty()) {
            return own.get(0);
        }
        if (wanted != null && (models.isEmpty() || models.contains(wanted))) {
            return wanted;
        }
        throw DemistException.inField(
                ErrorCode.FORBIDDEN,
                "model",
                (wanted == null ? "none of those that are here" : wanted) + " is yours to draw with; yours: "
                        + String.join(", ", models),
                null);
    }
}
