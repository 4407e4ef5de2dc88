package dev.demist.server.run.request;

import java.util.Optional;

/** Keeps start pictures. Blocking; thread-safe. */
public interface InputStore {

    /** Keeps a picture, once for all runs that use it, and returns its reference. */
    String keepInput(byte[] picture);

    /** The picture that {@link #keepInput} returned {@code reference} for. */
    Optional<byte[]> input(String reference);
}
