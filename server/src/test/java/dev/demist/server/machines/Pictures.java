package dev.demist.server.machines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Picture;
import dev.demist.PictureSource;
import dev.demist.internal.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of a server that may be away for a while. */
final class Pictures {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;

    Pictures(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** Waits until the server is there and can draw. */
    void await() {
        until(() -> get("/health/ready").statusCode() == 200);
    }

    /** A condition that may fail while the server is away. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void until(Condition condition) {
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                // It is away; it comes back.
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            pause(100);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks for a picture until the server says that it has accepted that; the run's id. */
    String ask(ObjectNode request) {
        String[] id = {""};
        until(() -> {
            HttpResponse<byte[]> answer = client.send(
                    to("/api/v1/runs")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 400) {
                throw new IllegalArgumentException(new String(answer.body(), StandardCharsets.UTF_8));
            }
            if (answer.statusCode() == 201) {
                id[0] = StrictJson.object(answer.body()).at("/runs/0/id").asText();
            }
            return answer.statusCode() == 201;
        });
        return id[0];
    }

    /** The statuses of all runs that there are, by one page after the other. */
    List<JsonNode> all() throws IOException, InterruptedException {
        List<JsonNode> runs = new ArrayList<>();
        String before = "";
        while (true) {
            JsonNode page =
                    StrictJson.object(get("/api/v1/runs?limit=100" + before).body());
            page.path("runs").forEach(runs::add);
            if (page.path("runs").size() < 100) {
                return runs;
            }
            before = "&before=" + runs.get(runs.size() - 1).path("id").asText();
        }
    }

    Picture picture(String id) throws IOException, InterruptedException {
        return Picture.read(get("/api/v1/runs/" + id + "/image.png").body(), PictureSource.MAX_PIXELS);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(to(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    }
}
