package dev.demist.engine.internal.weights.torchbin;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The arguments of a pickle's opcodes. Source: CPython's {@code pickletools}. */
final class PickleReader {

    static final int MAX_TEXT = 1 << 20;
    private static final int MAX_LINE = 256;

    private final ByteBuffer bytes;

    PickleReader(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    boolean atEnd() {
        return !bytes.hasRemaining();
    }

    int uint8() {
        return Byte.toUnsignedInt(bytes.get());
    }

    int uint16() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    int int32() {
        return bytes.getInt();
    }

    void skipDouble() {
        bytes.getDouble();
    }

    /** A number of {@code length} bytes in two's complement. */
    long integer(int length) throws PickleException {
        if (length > Long.BYTES) {
            throw new PickleException("a number of " + length + " bytes; at most " + Long.BYTES);
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) uint8() << (8 * i);
        }
        int unused = Long.SIZE - 8 * length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    /** A text of {@code length} bytes, an unsigned number. */
    String text(int length) throws PickleException {
        if (length < 0 || length > MAX_TEXT) {
            throw new PickleException("a text of " + Integer.toUnsignedString(length) + " bytes; at most " + MAX_TEXT);
        }
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return decode(part);
    }

    /** Text up to a line feed. */
    String line() throws PickleException {
        int start = bytes.position();
        while (bytes.get() != '\n') {
            if (bytes.position() - start > MAX_LINE) {
                throw new PickleException("a name of more than " + MAX_LINE + " bytes");
            }
        }
        return decode(bytes.slice(start, bytes.position() - start - 1));
    }

    private static String decode(ByteBuffer part) throws PickleException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new PickleException("a text that is not UTF-8");
        }
    }
}
