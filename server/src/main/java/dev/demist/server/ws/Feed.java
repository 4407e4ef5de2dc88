package dev.demist.server.ws;

import java.util.function.Consumer;
import java.util.function.Function;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Sends values as text messages and asks for the next one when the last has left, so that a slow socket holds one at
 * most.
 */
final class Feed<T> extends BaseSubscriber<T> {

    private final Socket socket;
    private final Function<T, String> message;
    private final Consumer<Throwable> onError;
    private boolean stopped;

    Feed(Socket socket, Function<T, String> message, Consumer<Throwable> onError) {
        this.socket = socket;
        this.message = message;
        this.onError = onError;
    }

    /** Sends no more. To be called on the socket's event loop. */
    void stop() {
        stopped = true;
        dispose();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(T value) {
        socket.later(() -> {
            if (!stopped) {
                socket.text(message.apply(value)).onSuccess(v -> request(1));
            }
        });
    }

    @Override
    protected void hookOnError(Throwable error) {
        socket.later(() -> onError.accept(error));
    }
}
