package dev.demist.server.run.store;

import dev.demist.server.run.request.InputStore;
import reactor.core.publisher.Mono;

/** Finished pictures, and the pictures that runs start from. */
public interface RunBlobs extends InputStore {

    /** Keeps the finished picture; it is safe when this completes. */
    Mono<Void> savePicture(String run, byte[] png);

    /** The finished picture as PNG; empty if there is none. */
    Mono<byte[]> picture(String run);

    /** The bytes that a run takes. */
    Mono<RunSize> size(String run);

    /** Completes if a file of {@code bytes} can be written now. */
    Mono<Void> check(long bytes);

    /** Deletes a run's picture. */
    Mono<Void> deletePicture(String run);

    /** Deletes all that there is of a run. */
    Mono<Void> delete(String run);
}
