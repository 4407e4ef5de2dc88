package dev.demist.schedulers.schedule;

import dev.demist.schedulers.Settings;
import java.util.Arrays;

/** Which of the trained timesteps are visited, from noise to clean (Lin et al. 2023, table 2). Immutable. */
public final class Spacing {

    private final String kind;
    private final int trained;
    private final int offset;

    private Spacing(String kind, int trained, int offset) {
        this.kind = kind;
        this.trained = trained;
        this.offset = offset;
    }

    /** The spacing of a configuration over {@code trained} timesteps. */
    public static Spacing of(Settings settings, int trained) {
        String kind = settings.has("timestep_spacing") ? settings.choice("timestep_spacing") : "linspace";
        int offset = settings.has("steps_offset") ? settings.integer("steps_offset", 0, trained - 1) : 0;
        return new Spacing(kind, trained, offset);
    }

    /** {@code steps} timesteps with both ends of the range, possibly between trained ones. */
    public double[] points(int steps) {
        requireSteps(steps, trained);
        return points(steps, trained, trained);
    }

    /** As {@link #points}, rounded to trained timesteps. */
    public int[] wholePoints(int steps) {
        return Arrays.stream(points(steps)).mapToInt(t -> (int) Math.rint(t)).toArray();
    }

    /** The beginnings of {@code steps} intervals, rounded, over the first {@code last} timesteps. */
    public double[] intervals(int steps, int last) {
        requireSteps(steps, trained - 1);
        if (kind.equals("trailing")) {
            return points(steps, last, trained);
        }
        return Arrays.copyOf(ends(steps, last), steps);
    }

    /** The beginnings of {@code steps} intervals upwards. */
    public double[] invertedIntervals(int steps, int last) {
        requireSteps(steps, trained - 1);
        if (kind.equals("trailing")) {
            return reversed(points(steps, last, trained));
        }
        return Arrays.copyOf(reversed(ends(steps, last)), steps);
    }

    private double[] ends(int intervals, int last) {
        return Arrays.stream(points(intervals + 1, last, last)).map(Math::rint).toArray();
    }

    static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    private double[] points(int n, int last, int whole) {
        return switch (kind) {
            case "leading" -> leading(n, last);
            case "trailing" -> trailing(last, (double) whole / n);
            default -> linspace(n, last);
        };
    }

    private double[] linspace(int n, int last) {
        double[] points = new double[n];
        double step = n == 1 ? 0 : (last - 1.0) / (n - 1);
        for (int i = 0; i < n; i++) {
            points[n - 1 - i] = i * step;
        }
        if (n > 1) {
            points[0] = last - 1.0;
        }
        return points;
    }

    private double[] leading(int n, int last) {
        int ratio = last / n;
        double[] points = new double[n];
        for (int i = 0; i < n; i++) {
            points[n - 1 - i] = (double) i * ratio + offset;
        }
        return points;
    }

    /** Down from {@code last} while above 0: rounding may give one point more than asked for, as in the reference. */
    private static double[] trailing(int last, double ratio) {
        int n = (int) Math.ceil(last / ratio);
        double step = last - (last - ratio);
        double[] points = new double[n];
        for (int i = 0; i < n; i++) {
            points[i] = Math.rint(last - i * step) - 1;
        }
        return points;
    }

    private static void requireSteps(int steps, int max) {
        if (steps < 1 || steps > max) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; it must be 1 to " + max
                    + ", since the model was trained on so many timesteps");
        }
    }
}
