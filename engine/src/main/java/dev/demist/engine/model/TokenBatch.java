package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import java.util.Arrays;

/**
 * Rows of token ids {@code [B][T]} with their attention mask, all rows of the same length. Immutable, thread-safe;
 * equal to batches of the same ids and mask.
 */
public final class TokenBatch {

    private final int length;
    private final int[] ids;
    private final boolean[] mask;

    private TokenBatch(int length, int[] ids, boolean[] mask) {
        this.length = length;
        this.ids = ids;
        this.mask = mask;
    }

    /**
     * Rows whose tokens are all seen, padding included, as CLIP's are.
     *
     * @throws IllegalArgumentException if there is no row, an empty one, or one of another length
     */
    public static TokenBatch of(int[]... ids) {
        boolean[][] all = new boolean[ids.length][];
        for (int row = 0; row < ids.length; row++) {
            all[row] = new boolean[ids[row].length];
            Arrays.fill(all[row], true);
        }
        return of(ids, all);
    }

    /**
     * Rows with a mask.
     *
     * @param mask of the same shape: whether a token is seen by the others; false for padding
     * @throws IllegalArgumentException if there is no row, an empty one, or one of another length
     */
    public static TokenBatch of(int[][] ids, boolean[][] mask) {
        int length = ids.length == 0 ? 0 : ids[0].length;
        if (length == 0 || mask.length != ids.length) {
            throw new IllegalArgumentException(
                    ids.length + " rows of " + length + " tokens, " + mask.length + " masks");
        }
        int[] flat = new int[ids.length * length];
        boolean[] seen = new boolean[flat.length];
        for (int row = 0; row < ids.length; row++) {
            if (ids[row].length != length || mask[row].length != length) {
                throw new IllegalArgumentException("row " + row + " has " + ids[row].length + " tokens and a mask of "
                        + mask[row].length + ", but the first row has " + length + " tokens");
            }
            System.arraycopy(ids[row], 0, flat, row * length, length);
            System.arraycopy(mask[row], 0, seen, row * length, length);
        }
        return new TokenBatch(length, flat, seen);
    }

    /** One of the rows as a batch. */
    public TokenBatch row(int row) {
        int from = row * length;
        return new TokenBatch(
                length, Arrays.copyOfRange(ids, from, from + length), Arrays.copyOfRange(mask, from, from + length));
    }

    /** The number of rows, B. */
    public int rows() {
        return ids.length / length;
    }

    /** The number of tokens of each row, T. */
    public int length() {
        return length;
    }

    /** The id of a token. */
    public int id(int row, int position) {
        return ids[row * length + position];
    }

    /** Whether the others see a token. */
    public boolean isSeen(int row, int position) {
        return mask[row * length + position];
    }

    /** Whether every token is seen. */
    public boolean isAllSeen() {
        for (boolean seen : mask) {
            if (!seen) {
                return false;
            }
        }
        return true;
    }

    /** The ids {@code [B, T]} as numbers; exact, since no vocabulary has 2^24 tokens. */
    public Tensor ids() {
        float[] values = new float[ids.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ids[i];
        }
        return Tensor.wrap(values, rows(), length);
    }

    /** The mask {@code [B, T]}: 1 for a token that is seen, else 0. */
    public Tensor mask() {
        float[] values = new float[mask.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = mask[i] ? 1 : 0;
        }
        return Tensor.wrap(values, rows(), length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenBatch that
                && length == that.length
                && Arrays.equals(ids, that.ids)
                && Arrays.equals(mask, that.mask);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + length;
    }

    @Override
    public String toString() {
        return rows() + " rows of " + length + " tokens";
    }
}
