package dev.demist.server.http;

import dev.demist.Models;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.server.http.message.Responses;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/schedulers}. */
record ListSchedulers(Models models) implements Handler<RoutingContext> {

    private record Item(
            String name,
            String label,
            String description,
            Set<String> diffusersNames,
            List<Map<String, @Nullable Object>> options) {}

    @Override
    public void handle(RoutingContext context) {
        List<Item> items =
                models.schedulers().stream().map(ListSchedulers::item).toList();
        Responses.json(context, 200, Map.of("schedulers", items));
    }

    private static Item item(SchedulerProvider provider) {
        return new Item(
                provider.name(),
                provider.label(),
                provider.description(),
                provider.diffusersNames(),
                provider.options().stream().map(ListSchedulers::option).toList());
    }

    private static Map<String, @Nullable Object> option(SchedulerOption option) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", option.name());
        fields.put("type", option.type().name().toLowerCase(Locale.ROOT));
        fields.put("default", option.defaultValue());
        fields.put("allowed", option.allowed());
        fields.put("help", option.help());
        return fields;
    }
}
