package dev.demist.server.http.openai;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.StrictJson;
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
        boolean known = error instanceof DemistException;
        ErrorCode code = error instanceof DemistException e ? e.code() : ErrorCode.ENGINE_FAILED;
        String detail = known ? String.valueOf(error.getMessage()) : "an unexpected error; the server's log has it";
        return new ServerEvent("error", Map.of("error", Map.of("code", code, "message", detail)));
    }

    String text() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", type);
        fields.putAll(data);
        return "event: " + type + "\ndata: " + StrictJson.write(fields) + "\n\n";
    }
}
