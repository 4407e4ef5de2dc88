package dev.demist.engine.internal.model.vae;

import dev.demist.scheduler.Tensor;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Squares that overlap by a quarter, computed one after the other and blended into each other where they overlap, as
 * diffusers' {@code enable_tiling} does it.
 *
 * @param side of a tile
 * @param outSide of what a network makes of it
 */
record Tiles(int side, int outSide) {

    private static final int OVERLAP = 4;

    /** The result {@code [1, C', H', W']} of {@code network} for {@code x} {@code [1, C, H, W]}, tile by tile. */
    Mono<Tensor> of(Tensor x, Function<Tensor, Mono<Tensor>> network) {
        int stride = side - side / OVERLAP;
        int columns = (x.size(3) + stride - 1) / stride;
        int rows = (x.size(2) + stride - 1) / stride;
        return Flux.range(0, rows * columns)
                .concatMap(i -> network.apply(tile(x, i / columns * stride, i % columns * stride)), 0)
                .reduceWith(() -> new Canvas(columns, scaled(x.size(2)), scaled(x.size(3))), Canvas::add)
                .map(Canvas::picture);
    }

    private int scaled(int length) {
        return Math.toIntExact((long) length * outSide / side);
    }

    private Tensor tile(Tensor x, int top, int left) {
        int height = Math.min(side, x.size(2) - top);
        int width = Math.min(side, x.size(3) - left);
        float[] values = new float[x.size(1) * height * width];
        int at = 0;
        for (int channel = 0; channel < x.size(1); channel++) {
            for (int y = top; y < top + height; y++) {
                int from = (channel * x.size(2) + y) * x.size(3) + left;
                for (int column = 0; column < width; column++) {
                    values[at++] = x.get(from + column);
                }
            }
        }
        return Tensor.wrap(values, 1, x.size(1), height, width);
    }

    /** {@code [1, 2C, H, W]} as two of {@code [1, C, H, W]}. */
    static Tensor[] halves(Tensor both) {
        Tensor channels = both.reshape(2 * both.size(0), both.size(1) / 2, both.size(2), both.size(3));
        Tensor[] halves = new Tensor[2];
        for (int half = 0; half < 2; half++) {
            Tensor[] rows = new Tensor[both.size(0)];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = channels.rows(2 * row + half, 2 * row + half + 1);
            }
            halves[half] = Tensor.concat(0, rows);
        }
        return halves;
    }

    /** Puts the tiles of one subscription together, row by row. */
    private final class Canvas {

        private final int columns;
        private final int height;
        private final int width;
        private final int blended = outSide / OVERLAP;
        private final Tile[] above;
        private float[] values = {};
        private int channels;
        private int count;

        Canvas(int columns, int height, int width) {
            this.columns = columns;
            this.height = height;
            this.width = width;
            this.above = new Tile[columns];
        }

        Canvas add(Tensor computed) {
            Tile tile = new Tile(computed.toArray(), computed.size(1), computed.size(2), computed.size(3));
            int column = count % columns;
            if (count == 0) {
                channels = tile.channels;
                values = new float[channels * height * width];
            }
            if (count >= columns) {
                tile.blendBelow(above[column], blended);
            }
            if (column > 0) {
                tile.blendRightOf(above[column - 1], blended);
            }
            above[column] = tile;
            int kept = outSide - blended;
            paste(tile, count / columns * kept, column * kept, kept);
            count++;
            return this;
        }

        private void paste(Tile tile, int top, int left, int kept) {
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < Math.min(kept, tile.height); y++) {
                    int to = (channel * height + top + y) * width + left;
                    System.arraycopy(tile.values, tile.at(channel, y, 0), values, to, Math.min(kept, tile.width));
                }
            }
        }

        Tensor picture() {
            return Tensor.wrap(values, 1, channels, height, width);
        }
    }

    /** A computed tile, whose upper and left edges take over from its neighbours. */
    private record Tile(float[] values, int channels, int height, int width) {

        int at(int channel, int y, int x) {
            return (channel * height + y) * width + x;
        }

        void blendBelow(Tile other, int extent) {
            int rows = Math.min(Math.min(other.height, height), extent);
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < rows; y++) {
                    for (int x = 0; x < width; x++) {
                        blend(at(channel, y, x), other.values[other.at(channel, other.height - rows + y, x)], y, rows);
                    }
                }
            }
        }

        void blendRightOf(Tile other, int extent) {
            int columns = Math.min(Math.min(other.width, width), extent);
            for (int channel = 0; channel < channels; channel++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < columns; x++) {
                        float left = other.values[other.at(channel, y, other.width - columns + x)];
                        blend(at(channel, y, x), left, x, columns);
                    }
                }
            }
        }

        private void blend(int at, float other, int distance, int extent) {
            float own = (float) distance / extent;
            values[at] = other * (1 - own) + values[at] * own;
        }
    }
}
