package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.Routes.Route;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Answers requests that no route handles before their bodies are read: 404 for an address that does not exist, 405 with
 * {@code Allow} for a method that an address does not have, and {@code OPTIONS}. Thread-safe.
 *
 * @param routes the routes of the API
 * @param isPage whether a path is one of the page's files
 */
record Addresses(List<Route> routes, Predicate<String> isPage) implements Handler<RoutingContext> {

    private static final Pattern PARAMETER = Pattern.compile(":[a-z]+");

    @Override
    public void handle(RoutingContext context) {
        HttpMethod method = context.request().method();
        String path = context.normalizedPath();
        Set<String> allowed = methods(path);
        if (allowed.contains(method.name())) {
            context.next();
        } else if (method == HttpMethod.OPTIONS && (!allowed.isEmpty() || path.equals("*"))) {
            context.response()
                    .putHeader(HttpHeaders.ALLOW, allow(allowed))
                    .setStatusCode(204)
                    .end();
        } else if (allowed.isEmpty()) {
            throw new DemistException(
                    ErrorCode.NOT_FOUND, method + " " + path + ": there is no such address; /openapi.json lists them");
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, allow(allowed));
            context.fail(405);
        }
    }

    private static String allow(Set<String> methods) {
        methods.add(HttpMethod.OPTIONS.name());
        return String.join(", ", methods);
    }

    private Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        routes.stream()
                .filter(route -> pattern(route.path()).matcher(path).matches())
                .forEach(route -> add(methods, route.method()));
        if (isPage.test(path)) {
            add(methods, HttpMethod.GET);
        }
        return methods;
    }

    // HEAD is GET without the body.
    private static void add(Set<String> methods, HttpMethod method) {
        methods.add(method.name());
        if (method == HttpMethod.GET) {
            methods.add(HttpMethod.HEAD.name());
        }
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(PARAMETER.matcher(path.replace(".", "\\.")).replaceAll("[^/]+"));
    }
}
