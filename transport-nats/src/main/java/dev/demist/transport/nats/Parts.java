package dev.demist.transport.nats;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages in parts that a NATS server takes: each begins with the number of its message, its own number and how many
 * there are. The parts of one message come in order; those of several may be mixed. A message that lost a part is
 * dropped once {@value #OPEN} later ones have begun. Not thread-safe.
 */
final class Parts {

    private static final int OPEN = 64;
    private static final int HEAD = Long.BYTES + 2 * Integer.BYTES;
    private static final AtomicLong MESSAGES = new AtomicLong(System.nanoTime());

    private final Map<Long, Assembly> begun = new LinkedHashMap<>();

    private record Assembly(List<byte[]> parts, int count) {}

    /** The parts of {@code message}, each of at most {@code limit} bytes. */
    static List<byte[]> split(byte[] message, long limit) {
        int room = (int) Math.min(Integer.MAX_VALUE / 2, limit) - HEAD;
        int count = Math.max(1, (message.length + room - 1) / room);
        long number = MESSAGES.incrementAndGet();
        List<byte[]> parts = new ArrayList<>(count);
        for (int part = 0; part < count; part++) {
            int from = part * room;
            int length = Math.min(room, message.length - from);
            ByteBuffer bytes = ByteBuffer.allocate(HEAD + length);
            parts.add(bytes.putLong(number)
                    .putInt(part)
                    .putInt(count)
                    .put(message, from, length)
                    .array());
        }
        return parts;
    }

    /** The message that is whole with this part; null if there is none, or if the part is malformed. */
    byte @Nullable [] add(byte[] part) {
        if (part.length < HEAD) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(part);
        long message = head.getLong();
        int number = head.getInt();
        int count = head.getInt();
        Assembly assembly = number == 0 ? begin(message, count) : begun.get(message);
        if (assembly == null || assembly.parts().size() != number || assembly.count() != count) {
            begun.remove(message);
            return null;
        }
        assembly.parts().add(part);
        if (assembly.parts().size() < count) {
            return null;
        }
        begun.remove(message);
        return join(assembly.parts());
    }

    private Assembly begin(long message, int count) {
        if (begun.size() >= OPEN) {
            begun.remove(begun.keySet().iterator().next());
        }
        Assembly assembly = new Assembly(new ArrayList<>(), count);
        begun.put(message, assembly);
        return assembly;
    }

    private static byte[] join(List<byte[]> parts) {
        int length = parts.stream().mapToInt(part -> part.length - HEAD).sum();
        ByteBuffer message = ByteBuffer.allocate(length);
        parts.forEach(part -> message.put(part, HEAD, part.length - HEAD));
        return message.array();
    }
}
