package dev.demist.server.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The messages of a socket, put together from their parts. */
final class Messages implements WebSocket.Listener {

    private static final int WATCH = 28;

    private final TypingBenchmark benchmark;
    private final StringBuilder text = new StringBuilder();
    private boolean amidPicture;

    Messages(TypingBenchmark benchmark) {
        this.benchmark = benchmark;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                benchmark.told(text.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    // Only the header counts, which is in the first part.
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
        if (!amidPicture) {
            benchmark.shown(part.getInt(part.position() + WATCH));
        }
        amidPicture = !last;
        socket.request(1);
        return null;
    }
}
