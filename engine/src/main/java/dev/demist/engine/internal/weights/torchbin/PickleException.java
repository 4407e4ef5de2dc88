package dev.demist.engine.internal.weights.torchbin;

/** The reason why a pickle is refused; the caller adds the file. */
final class PickleException extends Exception {

    private static final long serialVersionUID = 1L;

    PickleException(String message) {
        super(message, null, false, false);
    }
}
