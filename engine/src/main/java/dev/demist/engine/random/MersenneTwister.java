package dev.demist.engine.random;

/**
 * MT19937 (Matsumoto and Nishimura, 1998), seeded as torch's CPU generator seeds it: with the low 32 bits of the seed.
 * Mutable, for one thread at a time.
 */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;
    private long drawn;

    MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The number of words drawn or skipped so far. */
    long drawn() {
        return drawn;
    }

    /** Moves on by {@code words} words, without tempering them. */
    void skip(long words) {
        drawn += words;
        long left = words;
        while (left > SIZE - next) {
            left -= SIZE - next;
            twist();
        }
        next += (int) left;
    }

    /** The next 32 bits. */
    int nextWord() {
        if (next == SIZE) {
            twist();
        }
        drawn++;
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Uniform in [0, 1), a multiple of 2^-24. */
    float nextFloat() {
        return (nextWord() & 0xffffff) * 0x1p-24f;
    }

    /** Uniform in [0, 1), a multiple of 2^-53; takes two words, the high one first. */
    double nextDouble() {
        long high = Integer.toUnsignedLong(nextWord());
        long low = Integer.toUnsignedLong(nextWord());
        return (((high << 32) | low) & ((1L << 53) - 1)) * 0x1p-53;
    }

    private void twist() {
        int i = 0;
        for (; i < SIZE - SHIFT; i++) {
            state[i] = state[i + SHIFT] ^ mix(state[i], state[i + 1]);
        }
        for (; i < SIZE - 1; i++) {
            state[i] = state[i + SHIFT - SIZE] ^ mix(state[i], state[i + 1]);
        }
        state[i] = state[SHIFT - 1] ^ mix(state[i], state[0]);
        next = 0;
    }

    private static int mix(int u, int v) {
        return (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (-(v & 1) & 0x9908b0df);
    }
}
