package dev.demist.engine.hub;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Translates the hub's responses into errors that name a remedy. */
final class HubErrors {

    private final HubSettings settings;

    HubErrors(HubSettings settings) {
        this.settings = settings;
    }

    /** The error of an answer that is neither 200 nor 206; {@link TooManyRequests} if it asks to wait. */
    RuntimeException of(String what, HttpResponse<?> response) {
        int status = response.statusCode();
        return switch (status) {
            case 401 -> error(ErrorCode.UNAUTHORIZED, what, "the hub requires authentication (401)" + login());
            case 403 ->
                error(
                        ErrorCode.FORBIDDEN,
                        what,
                        "the hub refuses it (403); accept its terms at " + settings.endpoint()
                                + " with the account of HF_TOKEN");
            case 404 -> error(ErrorCode.UNKNOWN_MODEL, what, "is not on " + settings.endpoint());
            case 429 -> tooMany(what, response);
            default -> error(ErrorCode.NETWORK_FAILED, what, "the hub answered " + status + reason(response));
        };
    }

    /** A name that is not there, with the ones that are. */
    DemistException notFound(String what, List<String> similar) {
        String hint = similar.isEmpty() ? "" : "; did you mean " + String.join(", ", similar) + "?";
        return error(ErrorCode.UNKNOWN_MODEL, what, "is not on " + settings.endpoint() + hint);
    }

    /** A server's own trouble, which may pass. */
    IOException outOfOrder(HttpResponse<?> response) {
        return new IOException(response.uri().getHost() + " answered " + response.statusCode() + reason(response));
    }

    /** The connection failed, or what came over it made no sense. */
    DemistException failed(String what, Throwable cause) {
        if (cause instanceof DemistException known) {
            return known;
        }
        if (cause instanceof TooManyRequests busy) {
            return busy.refusal();
        }
        if (cause instanceof FileSystemException disk) {
            return new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    what + ": " + disk.getFile() + " cannot be written ("
                            + Objects.requireNonNullElse(
                                    disk.getReason(), disk.getClass().getSimpleName())
                            + "); make room there, or set HF_HUB_CACHE to another folder",
                    cause);
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new DemistException(
                ErrorCode.NETWORK_FAILED, what + ": " + settings.redact(message) + "; try again to go on", cause);
    }

    private String login() {
        return settings.token() == null
                ? "; check the name, and set HF_TOKEN if the repository is private or gated"
                : "; the token in HF_TOKEN is not valid for it";
    }

    private String reason(HttpResponse<?> response) {
        return response.headers()
                .firstValue("X-Error-Message")
                .map(text -> " (" + settings.redact(text) + ")")
                .orElse("");
    }

    private static RuntimeException tooMany(String what, HttpResponse<?> response) {
        Optional<Duration> wait = TooManyRequests.wait(response.headers(), Instant.now());
        String when = wait.map(time -> "in " + time.toSeconds() + " s").orElse("later");
        DemistException refusal = error(ErrorCode.NETWORK_FAILED, what, "too many requests (429); try again " + when);
        return wait.<RuntimeException>map(time -> new TooManyRequests(time, refusal))
                .orElse(refusal);
    }

    private static DemistException error(ErrorCode code, String what, String why) {
        return new DemistException(code, what + ": " + why);
    }
}
