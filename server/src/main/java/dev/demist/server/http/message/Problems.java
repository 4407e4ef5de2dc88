package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.StrictJson;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as {@code application/problem+json} (RFC 9457) with {@code code} and {@code detail}, never a stack trace. */
public final class Problems implements Handler<RoutingContext> {

    /** The status with which Vert.x says that a caller hung up, before or after its body was read. */
    public static final int HUNG_UP = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";
    private static final String UNEXPECTED = "an unexpected error; the server's log has it";
    private static final Set<ErrorCode> TEMPORARY =
            EnumSet.of(ErrorCode.QUEUE_FULL, ErrorCode.STORAGE_FAILED, ErrorCode.OUT_OF_MEMORY, ErrorCode.NO_WORKER);

    @Override
    public void handle(RoutingContext context) {
        UploadRoom.giveBack(context);
        if (context.statusCode() != HUNG_UP) {
            answer(context);
        }
    }

    private static void answer(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof DemistException known) {
            write(context.request(), status(known.code()), known);
        } else if (failure instanceof WrongContentType wrong) {
            write(
                    context.request(),
                    415,
                    new DemistException(ErrorCode.INVALID_REQUEST, String.valueOf(wrong.getMessage())));
        } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
            int status = context.statusCode();
            write(context.request(), status, new DemistException(code(status), detail(context)));
        } else {
            LOG.error(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    failure);
            write(context.request(), 500, told(failure == null ? new IllegalStateException() : failure));
        }
    }

    /** The error as callers are told it: what is not expected stays in the log. */
    public static DemistException told(Throwable error) {
        return error instanceof DemistException known
                ? known
                : new DemistException(ErrorCode.ENGINE_FAILED, UNEXPECTED);
    }

    /** The name of the contract's response that errors at an address have the shape of. */
    public static String responseAt(String address) {
        if (OpenAiErrors.apply(address)) {
            return "OpenAiError";
        }
        if (A1111Errors.apply(address)) {
            return "A1111Error";
        }
        return OllamaErrors.apply(address) ? "OllamaError" : "Problem";
    }

    static void write(HttpServerRequest request, int status, DemistException error) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        if (TEMPORARY.contains(error.code())) {
            response.putHeader(HttpHeaders.RETRY_AFTER, seconds(error.retryAfter()));
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"Demist\"");
        }
        if (OpenAiErrors.apply(request.uri())) {
            OpenAiErrors.write(response, status, error);
        } else if (A1111Errors.apply(request.uri())) {
            A1111Errors.write(response, status, error);
        } else if (OllamaErrors.apply(request.path())) {
            OllamaErrors.write(response, status, error);
        } else {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                    .end(StrictJson.write(problem(status, error)));
        }
    }

    private static String seconds(@Nullable Duration wait) {
        return wait == null ? RETRY_SECONDS : Long.toString(Math.max(1, wait.toSeconds()));
    }

    private static Map<String, Object> problem(int status, DemistException error) {
        String detail = String.valueOf(error.getMessage());
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
        problem.put("status", status);
        problem.put("code", error.code());
        problem.put("detail", detail);
        if (error.field() != null) {
            problem.put("field", error.field());
        }
        return problem;
    }

    // Without a default, so that a new code has to be given a status.
    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_REQUEST, UNKNOWN_MODEL, UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case QUEUE_FULL -> 429;
            case SCHEDULER_FAILED,
                    CORRUPT_FILE,
                    WEIGHTS_MISMATCH,
                    UNSUPPORTED_MODEL,
                    PARTS_DO_NOT_FIT,
                    ENGINE_FAILED,
                    PORT_IN_USE -> 500;
            case NETWORK_FAILED -> 502;
            case OUT_OF_MEMORY, OFFLINE, NO_WORKER -> 503;
            case STORAGE_FAILED -> 507;
        };
    }

    private static ErrorCode code(int status) {
        return status == 404 ? ErrorCode.NOT_FOUND : status == 413 ? ErrorCode.TOO_LARGE : ErrorCode.INVALID_REQUEST;
    }

    private static String detail(RoutingContext context) {
        String address = context.request().method() + " " + context.request().path();
        return switch (context.statusCode()) {
            case 404 -> address + ": there is no such address; /openapi.json lists them";
            case 405 -> address + ": this address does not have that method; /openapi.json lists them";
            case 413 -> "body: it is larger than the 16 MiB allowed";
            default -> address + ": the request cannot be read";
        };
    }

    /** A body that is not JSON. */
    static final class WrongContentType extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongContentType(String shown) {
            this(shown, "application/json");
        }

        WrongContentType(String shown, String allowed) {
            super("Content-Type: " + shown + " is not allowed; bodies must be " + allowed);
        }
    }
}
