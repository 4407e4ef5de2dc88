package dev.demist.scheduler.tck;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Noise as {@code torch.randn} draws it from a CPU generator: a Mersenne twister (Matsumoto and Nishimura 1998) and the
 * Box-Muller transform on blocks of sixteen. All blocks of one source have one shape. Safe to share between threads.
 */
public final class TorchNoise implements NoiseSource {

    private static final int BLOCK = 16;

    private final Twister twister;
    private final List<Tensor> drawn = new ArrayList<>();

    /** The noise of {@code torch.Generator().manual_seed(seed)}. */
    public TorchNoise(int seed) {
        twister = new Twister(seed);
    }

    @Override
    public synchronized Tensor normal(int draw, int... shape) {
        while (drawn.size() <= draw) {
            drawn.add(next(shape));
        }
        return drawn.get(draw).requireShape(shape);
    }

    private Tensor next(int... shape) {
        int n = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[n];
        if (n < BLOCK) {
            few(values);
        } else {
            many(values);
        }
        return Tensor.wrap(values, shape.clone());
    }

    private void many(float[] values) {
        int n = values.length;
        for (int i = 0; i < n; i++) {
            values[i] = twister.nextFloat();
        }
        for (int at = 0; at + BLOCK <= n; at += BLOCK) {
            boxMuller(values, at);
        }
        if (n % BLOCK != 0) {
            for (int i = n - BLOCK; i < n; i++) {
                values[i] = twister.nextFloat();
            }
            boxMuller(values, n - BLOCK);
        }
    }

    private static void boxMuller(float[] values, int at) {
        for (int i = at; i < at + BLOCK / 2; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - values[i]));
            double angle = 2 * Math.PI * values[i + BLOCK / 2];
            values[i] = (float) (radius * Math.cos(angle));
            values[i + BLOCK / 2] = (float) (radius * Math.sin(angle));
        }
    }

    /** Fewer than sixteen values are drawn in pairs of doubles, the second of an odd last pair kept for later. */
    private void few(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) twister.nextNormal();
        }
    }

    /** MT19937. */
    private static final class Twister {

        private static final int SIZE = 624;
        private static final int SHIFT = 397;

        private final int[] state = new int[SIZE];
        private int next = SIZE;
        private double kept = Double.NaN;

        Twister(int seed) {
            state[0] = seed;
            for (int i = 1; i < SIZE; i++) {
                state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
            }
        }

        float nextFloat() {
            return (nextInt() & 0xffffff) * 0x1p-24f;
        }

        double nextNormal() {
            if (!Double.isNaN(kept)) {
                double value = kept;
                kept = Double.NaN;
                return value;
            }
            double angle = 2 * Math.PI * nextDouble();
            double radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
            kept = radius * Math.sin(angle);
            return radius * Math.cos(angle);
        }

        private double nextDouble() {
            long high = nextInt() & 0xffffffffL;
            long low = nextInt() & 0xffffffffL;
            return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
        }

        private int nextInt() {
            if (next == SIZE) {
                refill();
            }
            int y = state[next++];
            y ^= y >>> 11;
            y ^= y << 7 & 0x9d2c5680;
            y ^= y << 15 & 0xefc60000;
            return y ^ y >>> 18;
        }

        private void refill() {
            for (int i = 0; i < SIZE; i++) {
                int mixed = state[i] & 0x80000000 | state[(i + 1) % SIZE] & 0x7fffffff;
                state[i] = state[(i + SHIFT) % SIZE] ^ mixed >>> 1 ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
            }
            next = 0;
        }
    }
}
