package dev.demist.engine.internal.model.vae;

import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Another autoencoder that needs no more memory for large pictures than for one of about a million pixels: several
 * pictures are taken one after the other, and a larger one in {@link Tiles}. Thread-safe.
 */
final class TiledCodec implements LatentCodec {

    /** 1024x1024: beyond that a decoder's widest states would take gigabytes. */
    private static final int WHOLE = 1 << 20;

    /** Smaller tiles would see too little of the picture, whatever the configuration says. */
    private static final int SMALLEST_TILE = 256;

    private final LatentCodec codec;
    private final int tile;
    private final int whole;

    /**
     * @param codec what computes
     * @param tile the side of a tile in latent pixels
     * @param whole how many pixels of the picture are computed at once
     */
    TiledCodec(LatentCodec codec, int tile, int whole) {
        this.codec = codec;
        this.tile = tile;
        this.whole = whole;
    }

    /** In tiles of the size that the autoencoder was trained with. */
    static LatentCodec of(LatentCodec codec, int sampleSize) {
        return new TiledCodec(codec, Math.max(sampleSize, SMALLEST_TILE) / codec.scale(), WHOLE);
    }

    @Override
    public Mono<Tensor> decode(Tensor latents) {
        int pixels = codec.scale() * codec.scale();
        return each(latents, pixels, codec::decode, new Tiles(tile, tile * codec.scale()));
    }

    @Override
    public Mono<Gaussian> encode(Tensor pictures) {
        Pictures.requireMultiple(pictures, scale());
        return each(pictures, 1, this::moments, new Tiles(tile * codec.scale(), tile))
                .map(this::gaussian);
    }

    private Mono<Tensor> each(Tensor x, int pixels, Function<Tensor, Mono<Tensor>> network, Tiles tiles) {
        if (x.rank() != 4 || (long) x.size() / x.size(1) * pixels <= whole) {
            return network.apply(x);
        } else if (x.size(0) == 1) {
            return tiles.of(x, network);
        }
        return Flux.range(0, x.size(0))
                .concatMap(row -> each(x.rows(row, row + 1), pixels, network, tiles), 0)
                .collectList()
                .map(rows -> Tensor.concat(0, rows.toArray(Tensor[]::new)));
    }

    private Mono<Tensor> moments(Tensor pictures) {
        return codec.encode(pictures).map(it -> Tensor.concat(1, it.mean(), it.logVariance()));
    }

    private Gaussian gaussian(Tensor moments) {
        Tensor[] halves = Tiles.halves(moments);
        return new Gaussian(halves[0], halves[1]);
    }

    @Override
    public double scalingFactor() {
        return codec.scalingFactor();
    }

    @Override
    public double shiftFactor() {
        return codec.shiftFactor();
    }

    @Override
    public int latentChannels() {
        return codec.latentChannels();
    }

    @Override
    public int scale() {
        return codec.scale();
    }

    @Override
    public void close() {
        codec.close();
    }
}
