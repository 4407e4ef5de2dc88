package dev.demist.server.run.request;

import dev.demist.EncodedPicture;
import dev.demist.GenerationRequest;
import dev.demist.PictureReference;
import dev.demist.PictureSource;
import dev.demist.ResolvedRequest;

/**
 * The pictures of requests: they are kept once, referred to by their checksum while a run waits, and read again when it
 * starts. Blocking; thread-safe.
 */
public final class Inputs {

    private final InputStore store;
    private final Limits limits;

    public Inputs(InputStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Checks that every picture can be read and is not too large; keeps nothing.
     *
     * @throws dev.demist.DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public void check(GenerationRequest request) {
        request.withPictures(this::checked);
    }

    /** The request with its pictures kept, and referred to. */
    public ResolvedRequest keep(ResolvedRequest request) {
        return request.withPictures((field, picture) -> picture instanceof EncodedPicture encoded
                ? new PictureReference(store.keepInput(encoded.bytes()))
                : picture);
    }

    /** The request with its pictures instead of references to them; a reference to nothing stays one. */
    public ResolvedRequest load(ResolvedRequest request) {
        return request.withPictures(this::loaded);
    }

    /** The request with its pictures instead of references to them; a reference to nothing stays one. */
    public GenerationRequest load(GenerationRequest request) {
        return request.withPictures(this::loaded);
    }

    private PictureSource checked(String field, PictureSource picture) {
        loaded(field, picture).decode(field, limits.maxPixels());
        return picture;
    }

    private PictureSource loaded(String field, PictureSource picture) {
        return picture instanceof PictureReference reference
                ? store.input(reference.address())
                        .<PictureSource>map(EncodedPicture::new)
                        .orElse(picture)
                : picture;
    }
}
