package dev.demist.server.http.message;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a form with files into memory, for {@link Form#of}. Thread-safe. */
public final class FormBody implements Handler<RoutingContext> {

    static final String KEY = "form";

    private static final String TYPE = "multipart/form-data";

    /** How clients name one of several files of a name: {@code image[]} or {@code image[0]}. */
    private static final Pattern LISTED = Pattern.compile("\\[\\d*]$");

    private final long maxBytes;

    /** Forms of at most {@code maxBytes}. */
    public FormBody(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        @Nullable String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            throw new Problems.WrongContentType(type == null ? "none" : type, TYPE);
        }
        Map<String, List<Buffer>> files = new LinkedHashMap<>();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            Buffer content = Buffer.buffer();
            files.computeIfAbsent(plain(upload.name()), name -> new ArrayList<>())
                    .add(content);
            upload.handler(chunk -> take(context, upload, content, chunk));
        });
        request.exceptionHandler(error -> refuse(context, ErrorCode.INVALID_REQUEST, "it is not a form: " + error));
        request.endHandler(v -> {
            if (!context.failed()) {
                context.put(KEY, new Form(fields(request), files));
                context.next();
            }
        });
    }

    private void take(RoutingContext context, HttpServerFileUpload upload, Buffer content, Buffer chunk) {
        if (context.request().bytesRead() <= maxBytes) {
            content.appendBuffer(chunk);
        } else if (!context.failed()) {
            upload.handler(null);
            refuse(context, ErrorCode.TOO_LARGE, "it is larger than the " + (maxBytes >> 20) + " MiB allowed");
        }
    }

    private static void refuse(RoutingContext context, ErrorCode code, String why) {
        if (!context.failed()) {
            context.fail(DemistException.inField(code, "body", why, null));
        }
    }

    private static Map<String, String> fields(HttpServerRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        request.formAttributes().forEach(entry -> fields.put(plain(entry.getKey()), entry.getValue()));
        return fields;
    }

    private static String plain(String name) {
        return LISTED.matcher(name).replaceFirst("");
    }
}
