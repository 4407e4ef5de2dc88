package dev.demist.engine.hub;

/** A secret. It shows itself only in the header of a request. */
final class Token {

    private final String secret;

    Token(String secret) {
        this.secret = secret;
    }

    String authorization() {
        return "Bearer " + secret;
    }

    /** A text of a server, which may repeat what it was sent, without the secret. */
    String removeFrom(String text) {
        return text.replace(secret, "***");
    }

    @Override
    public String toString() {
        return "***";
    }
}
