package dev.demist.server.ws;

import dev.demist.server.run.preview.Frame;
import io.vertx.core.buffer.Buffer;

/** A preview as a binary message: a header of 32 bytes, big-endian, and the picture. */
final class FrameCodec {

    static final int HEADER = 32;

    private static final int MAGIC = 0x444D5354;
    private static final byte VERSION = 1;
    private static final byte JPEG = 1;
    private static final int LAST = 1;
    private static final int SHARP = 2;

    private FrameCodec() {}

    /** {@code watch} is the socket's number for the run. */
    static Buffer encode(Frame frame, int watch) {
        return Buffer.buffer(HEADER + frame.image().bytes().length)
                .appendInt(MAGIC)
                .appendByte(VERSION)
                .appendByte(JPEG)
                .appendShort((short) ((frame.last() ? LAST : 0) | (frame.sharp() ? SHARP : 0)))
                .appendLong(frame.seq())
                .appendShort((short) frame.step())
                .appendShort((short) frame.steps())
                .appendShort((short) frame.image().width())
                .appendShort((short) frame.image().height())
                .appendFloat(frame.noiseLevel())
                .appendInt(watch)
                .appendBytes(frame.image().bytes());
    }
}
