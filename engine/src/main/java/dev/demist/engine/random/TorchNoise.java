package dev.demist.engine.random;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Tensor;

/**
 * Standard normal noise, bit for bit that of {@code torch.randn} with a CPU generator, and with random access: all
 * blocks that a run draws have one size, so the n-th begins a known number of random words into the generator's
 * sequence. Immutable, thread-safe.
 */
public final class TorchNoise {

    private static final int LANE = 8;
    private static final int VECTOR = 2 * LANE;

    private final long seed;

    private TorchNoise(long seed) {
        this.seed = seed;
    }

    /** The noise of {@code torch.Generator().manual_seed(seed)}. */
    public static TorchNoise ofSeed(long seed) {
        return new TorchNoise(seed);
    }

    /**
     * What the generator gives at its {@code index}-th call of {@code torch.randn(shape)}, if all calls have that
     * shape.
     */
    public Tensor block(int index, int... shape) {
        float[] values = new float[Tensor.zeros(shape).size()];
        MersenneTwister twister = new MersenneTwister(seed);
        if (values.length < VECTOR) {
            fillSmall(values, index, twister);
        } else {
            twister.skip((long) index * words(values.length));
            fill(values, twister);
        }
        return Tensor.wrap(values, shape);
    }

    /** The blocks from {@code first} on, for a sampler. */
    public NoiseSource from(int first) {
        return (draw, shape) -> block(first + draw, shape);
    }

    /** A block that does not end on a vector has its last vector drawn again. */
    private static int words(int size) {
        return size % VECTOR == 0 ? size : size + VECTOR;
    }

    private static void fill(float[] values, MersenneTwister twister) {
        for (int i = 0; i < values.length; i++) {
            values[i] = twister.nextFloat();
        }
        for (int i = 0; i + VECTOR <= values.length; i += VECTOR) {
            boxMuller(values, i);
        }
        if (values.length % VECTOR != 0) {
            int last = values.length - VECTOR;
            for (int i = last; i < values.length; i++) {
                values[i] = twister.nextFloat();
            }
            boxMuller(values, last);
        }
    }

    /** Box and Muller (1958), over one vector: radii from its first half, angles from its second. */
    private static void boxMuller(float[] values, int offset) {
        for (int i = offset; i < offset + LANE; i++) {
            float radius = (float) Math.sqrt(-2 * CephesMath.log(1 - values[i]));
            float angle = (float) (2.0f * Math.PI) * values[i + LANE];
            values[i] = radius * CephesMath.cos(angle);
            values[i + LANE] = radius * CephesMath.sin(angle);
        }
    }

    /**
     * Fewer values than a vector are drawn in pairs, of which the second is kept for the next value, also of the next
     * block.
     */
    private static void fillSmall(float[] values, int index, MersenneTwister twister) {
        double second = 0;
        int skipped = index * values.length;
        for (int i = 0; i < skipped + values.length; i++) {
            double value = second;
            if (i % 2 == 0) {
                double angle = 2 * Math.PI * twister.nextDouble();
                double radius = Math.sqrt(-2 * Math.log1p(-twister.nextDouble()));
                second = radius * Math.sin(angle);
                value = radius * Math.cos(angle);
            }
            if (i >= skipped) {
                values[i - skipped] = (float) value;
            }
        }
    }
}
