package dev.demist.server.http.message;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * What answers a method at an address.
 *
 * @param method the method
 * @param path the address; a part that begins with a colon is a parameter
 * @param handler answers
 */
public record Route(HttpMethod method, String path, Handler<RoutingContext> handler) {

    public static Route get(String path, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.GET, path, handler);
    }

    public static Route post(String path, Handler<RoutingContext> handler) {
        return new Route(HttpMethod.POST, path, handler);
    }
}
