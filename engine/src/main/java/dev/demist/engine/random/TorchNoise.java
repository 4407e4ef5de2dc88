package dev.demist.engine.random;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The standard normal noise of one seed, bit for bit that of {@code torch.randn} on a CPU: MT19937, then Box and
 * Muller's transform. Blocks can be taken in any order; out of order, skipping costs about a nanosecond per number.
 * Observably immutable and thread-safe.
 */
public final class TorchNoise {

    private final long seed;
    // The generator of the last caller. The next one takes it or creates its own, so that none is ever shared.
    private final AtomicReference<@Nullable MersenneTwister> parked = new AtomicReference<>();

    private TorchNoise(long seed) {
        this.seed = seed;
    }

    /** The noise of {@code torch.Generator().manual_seed(seed)}, which uses the low 32 bits. */
    public static TorchNoise ofSeed(long seed) {
        return new TorchNoise(seed);
    }

    /**
     * The {@code index}-th {@code torch.randn(shape)} of a generator that has made nothing but blocks of this size.
     *
     * @param index 0 for the first block
     * @param shape of any rank
     * @return standard normal noise of that shape
     * @throws IllegalArgumentException if the index is negative
     */
    public Tensor block(int index, int... shape) {
        if (index < 0) {
            throw new IllegalArgumentException("block " + index + " of noise: blocks are counted from 0");
        }
        int size = Tensor.zeros(shape).size();
        float[] values = size < BoxMuller.BLOCK ? few((long) index * size, size) : many(index, size);
        return Tensor.wrap(values, shape.clone());
    }

    /** The blocks from {@code firstBlock} on: draw d is {@code block(firstBlock + d)}. */
    public NoiseSource from(int firstBlock) {
        return (draw, shape) -> block(Math.addExact(firstBlock, draw), shape);
    }

    private float[] many(int index, int size) {
        int rest = size % BoxMuller.BLOCK;
        MersenneTwister words = at(index * (long) (rest == 0 ? size : size + BoxMuller.BLOCK));
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = words.nextFloat();
        }
        for (int i = 0; i + BoxMuller.BLOCK <= size; i += BoxMuller.BLOCK) {
            BoxMuller.transform(values, i);
        }
        if (rest != 0) {
            // Torch draws the last sixteen again if the size is not a multiple of sixteen.
            for (int i = size - BoxMuller.BLOCK; i < size; i++) {
                values[i] = words.nextFloat();
            }
            BoxMuller.transform(values, size - BoxMuller.BLOCK);
        }
        parked.set(words);
        return values;
    }

    // Fewer than sixteen numbers come from the scalar path: pairs in double precision, whose second half waits for the
    // next call.
    private float[] few(long first, int size) {
        MersenneTwister words = at(4 * (first / 2));
        float[] values = new float[size];
        for (long pair = first / 2; 2 * pair < first + size; pair++) {
            double angle = 2 * Math.PI * words.nextDouble();
            double radius = Math.sqrt(-2 * Math.log1p(-words.nextDouble()));
            put(values, 2 * pair - first, radius * Math.cos(angle));
            put(values, 2 * pair + 1 - first, radius * Math.sin(angle));
        }
        parked.set(words);
        return values;
    }

    private static void put(float[] values, long at, double value) {
        if (at >= 0 && at < values.length) {
            values[(int) at] = (float) value;
        }
    }

    private MersenneTwister at(long position) {
        MersenneTwister words = parked.getAndSet(null);
        if (words == null || words.drawn() > position) {
            words = new MersenneTwister(seed);
        }
        words.skip(position - words.drawn());
        return words;
    }
}
