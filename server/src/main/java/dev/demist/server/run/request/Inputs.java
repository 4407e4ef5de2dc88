package dev.demist.server.run.request;

import dev.demist.EncodedPicture;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.PictureReference;
import dev.demist.PictureSource;
import dev.demist.ResolvedRequest;
import dev.demist.internal.file.Sha256;
import dev.demist.server.memory.Memory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The pictures of requests: they are kept once, referred to by their checksum while a run waits, and read again when it
 * starts. A reference opens nothing by itself: a caller may refer to the pictures of their own runs. What pictures take
 * while they are decoded is bounded; the heads of their files say how much that is. Thread-safe.
 */
public final class Inputs {

    // The picture as its reader has it, in 8 bits, in sRGB, and upright.
    private static final int BYTES_PER_PIXEL = 12;

    private final InputStore store;
    private final Memory memory;
    private final Scheduler io;
    private final long maxPixels;

    /** @param io threads that may block */
    public Inputs(InputStore store, Limits limits, Memory memory, Scheduler io) {
        this.store = store;
        this.memory = memory;
        this.io = io;
        this.maxPixels = Math.min(limits.maxPixels(), 2 * memory.total() / BYTES_PER_PIXEL);
    }

    /**
     * Hands the request with its pictures instead of references to them to {@code use}, once every one is read and not
     * too large; keeps nothing. Fails with INVALID_REQUEST: field, value, what is allowed.
     *
     * @param usable the references that the caller may use; any other one is unknown
     */
    public <T> Mono<T> open(GenerationRequest request, Set<String> usable, Function<GenerationRequest, Mono<T>> use) {
        BiFunction<String, PictureSource, PictureSource> found = (field, picture) -> found(picture, usable::contains);
        return holding(request, found, () -> request.withPictures(found).withPictures(this::checked), use);
    }

    /**
     * The request with its pictures instead of references to them, decoded and fitted to its size, but those that its
     * prompt speaks of, which keep their shape; a reference to nothing stays one.
     */
    public Mono<ResolvedRequest> load(ResolvedRequest request) {
        BiFunction<String, PictureSource, PictureSource> found = (field, picture) -> found(picture, reference -> true);
        return holding(
                request.request(),
                found,
                () -> request.withPictures(found).withPictures((field, picture) -> fitted(field, picture, request)),
                Mono::just);
    }

    private <R, T> Mono<T> holding(
            GenerationRequest request,
            BiFunction<String, PictureSource, PictureSource> found,
            Callable<R> read,
            Function<R, Mono<T>> use) {
        return Mono.fromCallable(() -> room(request, found))
                .subscribeOn(io)
                .flatMap(bytes -> memory.holding(
                        bytes, Mono.fromCallable(read).subscribeOn(io).flatMap(use)));
    }

    // Pictures are decoded one after the other. Files are read again when it is their turn: what waits holds none.
    private long room(GenerationRequest request, BiFunction<String, PictureSource, PictureSource> found) {
        AtomicLong most = new AtomicLong();
        request.withPictures((field, picture) -> {
            if (found.apply(field, picture) instanceof EncodedPicture encoded) {
                most.accumulateAndGet(Math.min(encoded.pixels(field), maxPixels), Math::max);
            }
            return picture;
        });
        return most.get() * BYTES_PER_PIXEL;
    }

    private PictureSource checked(String field, PictureSource picture) {
        picture.decode(field, maxPixels);
        return picture;
    }

    private PictureSource fitted(String field, PictureSource picture, ResolvedRequest request) {
        if (!(picture instanceof EncodedPicture encoded)) {
            return picture;
        }
        if (field.equals("references")) {
            return encoded.decode(field, maxPixels).within(PictureSource.REFERENCE_PIXELS);
        }
        Picture decoded =
                field.equals("mask") ? encoded.decodeMask(field, maxPixels) : encoded.decode(field, maxPixels);
        return decoded.resize(request.width(), request.height(), request.fit());
    }

    /** The request with references to its pictures, whose bytes are put into {@code pictures} under these. */
    public static ResolvedRequest refer(ResolvedRequest request, Map<String, byte[]> pictures) {
        return request.withPictures((field, picture) ->
                picture instanceof EncodedPicture encoded ? reference(encoded.bytes(), pictures) : picture);
    }

    private static PictureReference reference(byte[] picture, Map<String, byte[]> pictures) {
        String reference = "sha256:" + Sha256.of(picture);
        pictures.put(reference, picture);
        return new PictureReference(reference);
    }

    private PictureSource found(PictureSource picture, Predicate<String> usable) {
        return picture instanceof PictureReference reference && usable.test(reference.address())
                ? store.input(reference.address())
                        .<PictureSource>map(EncodedPicture::new)
                        .orElse(picture)
                : picture;
    }
}
