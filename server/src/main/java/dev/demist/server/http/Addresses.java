package dev.demist.server.http;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.http.message.Route;
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
 */
final class Addresses implements Handler<RoutingContext> {

    private static final Pattern PARAMETER = Pattern.compile(":[a-z]+");

    private record Address(HttpMethod method, Pattern path) {}

    private final List<Address> addresses;
    private final Predicate<String> isPage;

    /** Those of {@code routes} and the paths of the page's files. */
    Addresses(List<Route> routes, Predicate<String> isPage) {
        this.addresses = routes.stream()
                .map(route -> new Address(route.method(), pattern(route.path())))
                .toList();
        this.isPage = isPage;
    }

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
        addresses.stream()
                .filter(address -> address.path().matcher(path).matches())
                .forEach(address -> add(methods, address.method()));
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
