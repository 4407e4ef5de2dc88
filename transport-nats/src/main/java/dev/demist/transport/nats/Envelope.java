package dev.demist.transport.nats;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message as bytes: the length of its JSON, the JSON in UTF-8, and the data that goes with it.
 *
 * @param message what is said
 * @param data a state, a picture, or nothing
 */
record Envelope<T>(T message, byte[] data) {

    private static final byte[] NOTHING = {};

    static <T> Envelope<T> of(T message) {
        return new Envelope<>(message, NOTHING);
    }

    byte[] write() {
        byte[] json = StrictJson.write(message).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + json.length + data.length)
                .putInt(json.length)
                .put(json)
                .put(data)
                .array();
    }

    /**
     * The message that {@link #write} made {@code bytes} of.
     *
     * @throws RuntimeException if it is malformed
     */
    static <T> Envelope<T> read(byte[] bytes, Class<T> type) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] json = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(json);
        ObjectNode tree = StrictJson.object(json);
        return new Envelope<>(StrictJson.read(tree, type), Arrays.copyOfRange(bytes, in.position(), bytes.length));
    }
}
