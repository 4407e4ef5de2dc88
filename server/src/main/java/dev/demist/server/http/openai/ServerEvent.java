package dev.demist.server.http.openai;

import dev.demist.internal.StrictJson;
import dev.demist.server.http.message.OpenAiErrors;
import dev.demist.server.http.message.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server-sent event.
 *
 * @param type the event's name, repeated in the data
 * @param data the other fields
 */
record ServerEvent(String type, Map<String, Object> data) {

    static ServerEvent error(Throwable error) {
        return new ServerEvent("error", Map.of("error", OpenAiErrors.body(Problems.told(error))));
    }

    String text() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", type);
        fields.putAll(data);
        return "event: " + type + "\ndata: " + StrictJson.write(fields) + "\n\n";
    }
}
