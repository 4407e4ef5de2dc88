package dev.demist.server.run.request;

import java.util.Optional;

/** The pictures that runs were given. Blocking; thread-safe. */
@FunctionalInterface
public interface InputStore {

    /** The picture that is kept under {@code reference}. */
    Optional<byte[]> input(String reference);
}
