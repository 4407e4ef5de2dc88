package dev.demist.server.ws;

/** Reasons for which the server closes a socket (RFC 6455, section 7.4.1, and the registry of close codes). */
enum CloseCode {
    PROTOCOL_ERROR(1002),
    INVALID_TEXT(1007),
    POLICY_VIOLATION(1008),
    TOO_BIG(1009),
    SERVICE_RESTART(1012),
    TRY_AGAIN_LATER(1013);

    private final short status;

    CloseCode(int status) {
        this.status = (short) status;
    }

    short status() {
        return status;
    }
}
