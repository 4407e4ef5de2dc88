package dev.demist.schedulers.schedule;

/**
 * Integrals of interpolating polynomials times an exponential, which exponential integrators of Adams' type are made
 * of.
 */
public final class ExponentialIntegral {

    private ExponentialIntegral() {}

    /**
     * {@code integral of L_i(s) e^(rate s) ds} from {@code from} to {@code to} for each Lagrange polynomial {@code L_i}
     * over {@code nodes}, by repeated integration by parts.
     */
    public static double[] weights(double[] nodes, double from, double to, double rate) {
        double[] weights = new double[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            double[] basis = lagrange(nodes, i);
            weights[i] = antiderivative(basis, to, rate) - antiderivative(basis, from, rate);
        }
        return weights;
    }

    /** The coefficients of {@code L_i}, lowest first. */
    private static double[] lagrange(double[] nodes, int i) {
        double[] product = {1};
        for (int j = 0; j < nodes.length; j++) {
            if (j != i) {
                product = timesLinear(product, nodes[j], nodes[i] - nodes[j]);
            }
        }
        return product;
    }

    /** {@code polynomial * (s - root) / scale}. */
    private static double[] timesLinear(double[] polynomial, double root, double scale) {
        double[] product = new double[polynomial.length + 1];
        for (int k = 0; k < polynomial.length; k++) {
            product[k + 1] += polynomial[k] / scale;
            product[k] -= polynomial[k] * root / scale;
        }
        return product;
    }

    /** {@code e^(rate s) (p / rate - p' / rate^2 + p'' / rate^3 - ...)}. */
    private static double antiderivative(double[] polynomial, double s, double rate) {
        double sum = 0;
        double factor = 1 / rate;
        for (double[] p = polynomial; p.length > 0; p = derivative(p)) {
            sum += factor * value(p, s);
            factor /= -rate;
        }
        return sum * Math.exp(rate * s);
    }

    private static double value(double[] polynomial, double s) {
        double value = 0;
        for (int k = polynomial.length - 1; k >= 0; k--) {
            value = value * s + polynomial[k];
        }
        return value;
    }

    private static double[] derivative(double[] polynomial) {
        double[] derivative = new double[polynomial.length - 1];
        for (int k = 0; k < derivative.length; k++) {
            derivative[k] = polynomial[k + 1] * (k + 1);
        }
        return derivative;
    }
}
