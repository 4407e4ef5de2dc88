package dev.demist.schedulers.solver;

/** Small systems of linear equations. */
final class LinearSystem {

    private LinearSystem() {}

    /**
     * Gaussian elimination with pivots; {@code rows} are {@code [n][n + 1]} with the right side last, and are used up.
     */
    static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int i = 0; i < n; i++) {
            swapPivot(rows, i);
            for (int below = i + 1; below < n; below++) {
                subtract(rows[below], rows[i], rows[below][i] / rows[i][i]);
            }
        }
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double rest = rows[i][n];
            for (int k = i + 1; k < n; k++) {
                rest -= rows[i][k] * solution[k];
            }
            solution[i] = rest / rows[i][i];
        }
        return solution;
    }

    private static void swapPivot(double[][] rows, int column) {
        int best = column;
        for (int i = column + 1; i < rows.length; i++) {
            best = Math.abs(rows[i][column]) > Math.abs(rows[best][column]) ? i : best;
        }
        double[] row = rows[best];
        rows[best] = rows[column];
        rows[column] = row;
    }

    private static void subtract(double[] row, double[] other, double factor) {
        for (int k = 0; k < row.length; k++) {
            row[k] -= factor * other[k];
        }
    }
}
