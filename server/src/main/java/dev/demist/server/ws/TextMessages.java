package dev.demist.server.ws;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Puts the frames of text messages together (RFC 6455, sections 5.4 and 8.1). Confined to the socket's event loop. */
final class TextMessages implements Handler<WebSocketFrame> {

    /** What becomes of messages. */
    interface Receiver {

        void onText(String text);

        void onBinary();

        /** Closes the socket with a status of RFC 6455, section 7.4.1. */
        void fail(CloseCode code, String reason);
    }

    private final Receiver receiver;
    private Buffer message = Buffer.buffer();

    TextMessages(Receiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public void handle(WebSocketFrame frame) {
        if (frame.isBinary()) {
            receiver.onBinary();
        } else if (frame.isText() || frame.isContinuation()) {
            append(frame);
        }
    }

    private void append(WebSocketFrame frame) {
        message.appendBuffer(frame.binaryData());
        if (message.length() > StreamHandler.MAX_MESSAGE) {
            receiver.fail(CloseCode.TOO_BIG, "a message is larger than the 1 MiB allowed");
        } else if (frame.isFinal()) {
            byte[] bytes = message.getBytes();
            message = Buffer.buffer();
            decode(bytes);
        }
    }

    private void decode(byte[] bytes) {
        try {
            receiver.onText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            receiver.fail(CloseCode.INVALID_TEXT, "a text message is not valid UTF-8");
        }
    }
}
