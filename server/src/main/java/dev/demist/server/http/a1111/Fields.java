package dev.demist.server.http.a1111;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;

/** The names of a record's fields in JSON. */
final class Fields {

    private Fields() {}

    static List<String> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Fields::name).toList();
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
