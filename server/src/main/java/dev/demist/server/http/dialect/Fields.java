package dev.demist.server.http.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;

/** The names of a record's fields in JSON: all others of a foreign program's request are ignored. */
public final class Fields {

    private Fields() {}

    /** The names, in the order of the components. */
    public static List<String> of(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents()).map(Fields::name).toList();
    }

    private static String name(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
