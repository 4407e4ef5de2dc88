package dev.demist.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that RFC 6455 allows and forbids, made by hand: what a client that violates it is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketLetterTest {

    private static final byte[] MESSAGE = ascii("{\"type\":\"watch-queue\"}");
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL = 0x80;
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private TestServer server;

    @BeforeAll
    void start() {
        server = new TestServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> frames() {
        byte[] bad = ascii("{\"type\":\"\u00ff\u00fe\"}");
        return Stream.of(
                Arguments.of("a text", frame(FINAL | TEXT, MESSAGE), "text"),
                Arguments.of("three fragments", parts(slice(0, 5), slice(5, 9), slice(9, 22)), "text"),
                Arguments.of("an empty first fragment", parts(new byte[0], new byte[0], MESSAGE), "text"),
                Arguments.of("2,000 empty fragments", parts(manyEmpty()), "text"),
                Arguments.of(
                        "a ping between fragments",
                        join(frame(TEXT, slice(0, 5)), frame(FINAL | PING, ascii("p")), frame(FINAL, slice(5, 22))),
                        "pong"),
                Arguments.of("a ping of 126 bytes", frame(FINAL | PING, new byte[126]), "1002"),
                Arguments.of("a ping in fragments", frame(PING, new byte[1]), "1002"),
                Arguments.of("no mask", new byte[] {(byte) (FINAL | TEXT), 1, '{'}, "1002"),
                Arguments.of("a reserved bit", frame(FINAL | 0x40 | TEXT, MESSAGE), "1002"),
                Arguments.of("a reserved opcode", frame(FINAL | 3, MESSAGE), "1002"),
                Arguments.of("a reserved control opcode", frame(FINAL | 11, MESSAGE), "1002"),
                Arguments.of("a continuation of nothing", frame(FINAL, MESSAGE), "1002"),
                Arguments.of(
                        "a text inside a text", join(frame(TEXT, slice(0, 5)), frame(FINAL | TEXT, MESSAGE)), "1002"),
                Arguments.of("invalid UTF-8", frame(FINAL | TEXT, bad), "1007"),
                Arguments.of("a lone surrogate", frame(FINAL | TEXT, ascii("\u00ed\u00a0\u0080")), "1007"),
                Arguments.of("overlong UTF-8", frame(FINAL | TEXT, ascii("\u00c0\u00af")), "1007"),
                Arguments.of("UTF-8 cut short", frame(FINAL | TEXT, ascii("{\u00e2\u0082")), "1007"),
                Arguments.of("an empty text", frame(FINAL | TEXT, new byte[0]), "1008"),
                Arguments.of("a binary message", frame(FINAL | BINARY, MESSAGE), "1008"),
                Arguments.of("a frame of 1 MiB and a byte", header(FINAL | TEXT, (1 << 20) + 1), "1009"),
                Arguments.of("fragments of 1 MiB and more", parts(new byte[600_000], new byte[600_000]), "1009"),
                Arguments.of("a close with a code", close(1000, new byte[0]), "1000"),
                Arguments.of("a close of an application", close(3000, new byte[0]), "3000"),
                Arguments.of("a close of one byte", frame(FINAL | CLOSE, new byte[1]), "1002"),
                Arguments.of("a close with a reserved code", close(1005, new byte[0]), "1002"),
                Arguments.of("a close with an unassigned code", close(2999, new byte[0]), "1002"),
                Arguments.of("a close whose reason is too long", close(1000, new byte[124]), "1002"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("frames")
    void isAnsweredAsTheStandardSays(String name, byte[] frames, String answer) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            out.write(ascii("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: demist.v1\r\n\r\n"));
            skipHead(in);
            out.write(frames);
            assertThat(next(in)).isEqualTo(answer);
        }
    }

    private static void skipHead(DataInputStream in) throws IOException {
        for (int seen = 0; seen != 0x0d0a0d0a; ) {
            seen = seen << 8 | in.readUnsignedByte();
        }
    }

    private static String next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return "closed";
        }
        int opcode = first & 0xf;
        int length = in.readUnsignedByte();
        byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
        in.readFully(payload);
        return switch (opcode) {
            case TEXT -> "text";
            case CLOSE -> String.valueOf(ByteBuffer.wrap(payload).getShort());
            default -> "pong";
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] slice(int from, int to) {
        return Arrays.copyOfRange(MESSAGE, from, to);
    }

    private static byte[][] manyEmpty() {
        byte[][] parts = new byte[2001][0];
        parts[2000] = MESSAGE;
        return parts;
    }

    private static byte[] parts(byte[]... parts) {
        byte[][] frames = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            frames[i] = frame((i == 0 ? TEXT : 0) | (i == parts.length - 1 ? FINAL : 0), parts[i]);
        }
        return join(frames);
    }

    private static byte[] close(int code, byte[] reason) {
        ByteBuffer payload = ByteBuffer.allocate(2 + reason.length);
        return frame(FINAL | CLOSE, payload.putShort((short) code).put(reason).array());
    }

    private static byte[] frame(int first, byte[] payload) {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i % MASK.length];
        }
        return join(header(first, payload.length), masked);
    }

    private static byte[] header(int first, int length) {
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            header.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            header.put((byte) 0xfe).putShort((short) length);
        } else {
            header.put((byte) 0xff).putLong(length);
        }
        header.put(MASK);
        return Arrays.copyOf(header.array(), header.position());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
