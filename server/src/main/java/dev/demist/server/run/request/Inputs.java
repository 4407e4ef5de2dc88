package dev.demist.server.run.request;

import dev.demist.EncodedPicture;
import dev.demist.GenerationRequest;
import dev.demist.PictureReference;
import dev.demist.PictureSource;
import dev.demist.ResolvedRequest;
import dev.demist.internal.file.Sha256;
import java.util.Map;
import java.util.Set;

/**
 * The pictures of requests: they are kept once, referred to by their checksum while a run waits, and read again when it
 * starts. A reference opens nothing by itself: a caller may refer to the pictures of their own runs. Blocking;
 * thread-safe.
 */
public final class Inputs {

    private final InputStore store;
    private final Limits limits;

    public Inputs(InputStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * The request with its pictures instead of references to them, once every one is read and not too large; keeps
     * nothing.
     *
     * @param usable the references that the caller may use; any other one is unknown
     * @throws dev.demist.DemistException INVALID_REQUEST: field, value, what is allowed
     */
    public GenerationRequest open(GenerationRequest request, Set<String> usable) {
        return request.withPictures((field, picture) -> opened(field, picture, usable));
    }

    /** The request with references to its pictures, whose bytes are put into {@code pictures} under these. */
    public static ResolvedRequest refer(ResolvedRequest request, Map<String, byte[]> pictures) {
        return request.withPictures((field, picture) ->
                picture instanceof EncodedPicture encoded ? reference(encoded.bytes(), pictures) : picture);
    }

    /** The request with its pictures instead of references to them; a reference to nothing stays one. */
    public ResolvedRequest load(ResolvedRequest request) {
        return request.withPictures(this::loaded);
    }

    private PictureSource opened(String field, PictureSource picture, Set<String> usable) {
        boolean foreign = picture instanceof PictureReference reference && !usable.contains(reference.address());
        PictureSource found = foreign ? picture : loaded(field, picture);
        found.decode(field, limits.maxPixels());
        return found;
    }

    private static PictureReference reference(byte[] picture, Map<String, byte[]> pictures) {
        String reference = "sha256:" + Sha256.of(picture);
        pictures.put(reference, picture);
        return new PictureReference(reference);
    }

    private PictureSource loaded(String field, PictureSource picture) {
        return picture instanceof PictureReference reference
                ? store.input(reference.address())
                        .<PictureSource>map(EncodedPicture::new)
                        .orElse(picture)
                : picture;
    }
}
