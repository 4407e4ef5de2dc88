package dev.demist.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Types sentences on a running server, each key a run that takes the place of the one before, and measures for every
 * key the time until the first preview of a picture that knows it. Arguments: the server's address, keys a second,
 * steps and repetitions.
 */
public final class TypingBenchmark {

    private static final List<String> SENTENCES = List.of("a red apple", "an octopus with a blue car", "purple rocket");
    private static final double REST_SECONDS = 2;
    private static final int WATCHES = 16;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService typist = Executors.newSingleThreadScheduledExecutor();
    private final URI server;
    private final int steps;
    private final WebSocket socket;

    /** How many keys each run's words have, by its id and by its number on the socket. */
    private final Map<String, Integer> keysOfRun = new ConcurrentHashMap<>();

    private final Map<Integer, Integer> keysOfWatch = new ConcurrentHashMap<>();
    private final Queue<String> watched = new ArrayDeque<>();
    private final List<Long> typedAt = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private volatile int seen;
    private volatile int frames;
    private volatile String words = "";
    private int drawn;
    private int runs;
    private @Nullable String before;

    private TypingBenchmark(URI server, int steps) {
        this.server = server;
        this.steps = steps;
        this.socket = client.newWebSocketBuilder()
                .subprotocols("demist.v1")
                .buildAsync(URI.create("ws" + server.toString().substring(4) + "/api/v1/stream"), new Messages(this))
                .join();
    }

    public static void main(String... args) throws Exception {
        double perSecond = Double.parseDouble(args[1]);
        int repetitions = Integer.parseInt(args[3]);
        TypingBenchmark benchmark = new TypingBenchmark(URI.create(args[0]), Integer.parseInt(args[2]));
        for (int i = 0; i < repetitions; i++) {
            for (String sentence : SENTENCES) {
                benchmark.type(sentence, perSecond);
            }
        }
        benchmark.report();
        System.exit(0);
    }

    private void type(String sentence, double perSecond) throws InterruptedException {
        typist.execute(() -> {
            typedAt.clear();
            keysOfRun.clear();
            keysOfWatch.clear();
            seen = 0;
            drawn = 0;
        });
        for (int key = 1; key <= sentence.length(); key++) {
            String typed = sentence.substring(0, key);
            long delay = (long) (key * 1e9 / perSecond);
            typist.schedule(() -> press(typed), delay, TimeUnit.NANOSECONDS);
        }
        TimeUnit.MILLISECONDS.sleep((long) (1000 * (sentence.length() / perSecond + REST_SECONDS)));
    }

    private void press(String typed) {
        words = typed;
        typedAt.add(System.nanoTime());
        typist.execute(this::draw);
    }

    // Keys that came while the one before was sent are drawn as one.
    private void draw() {
        String now = words;
        if (now.length() == drawn) {
            return;
        }
        drawn = now.length();
        try {
            String id = post(now);
            before = id;
            runs++;
            keysOfRun.put(id, now.length());
            say("{\"type\":\"watch\",\"run\":\"" + id + "\",\"credit\":2}");
            watched.add(id);
            if (watched.size() > WATCHES) {
                say("{\"type\":\"unwatch\",\"run\":\"" + watched.remove() + "\"}");
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void say(String message) {
        socket.sendText(message, true).join();
    }

    private String post(String prompt) throws IOException, InterruptedException {
        var body = json.createObjectNode()
                .put("prompt", prompt)
                .put("steps", steps)
                .put("seed", 42)
                .put("ephemeral", true);
        if (before != null) {
            body.put("replaces", before);
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/api/v1/runs")).header("Content-Type", "application/json");
        JsonNode answer = json.readTree(client.send(
                        request.POST(BodyPublishers.ofString(body.toString())).build(), BodyHandlers.ofString())
                .body());
        if (!answer.has("runs")) {
            throw new IOException(answer.toString());
        }
        return answer.at("/runs/0/id").asText();
    }

    void told(String text) throws IOException {
        JsonNode message = json.readTree(text);
        if (message.path("type").asText().equals("snapshot")) {
            keysOfWatch.put(
                    message.get("watch").asInt(),
                    keysOfRun.getOrDefault(message.at("/run/id").asText(), 0));
        }
    }

    void shown(int watch) {
        frames++;
        long now = System.nanoTime();
        int keys = keysOfWatch.getOrDefault(watch, 0);
        for (int key = seen; key < Math.min(keys, typedAt.size()); key++) {
            seconds.add((now - typedAt.get(key)) / 1e9);
        }
        seen = Math.max(seen, keys);
    }

    private void report() {
        List<Double> sorted = seconds.stream().sorted().toList();
        System.out.printf(
                "%d keys, %d runs, %d previews; key to first preview: median %.3f s, 90 %% %.3f s, longest %.3f s%n",
                sorted.size(),
                runs,
                frames,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 9 / 10),
                sorted.get(sorted.size() - 1));
    }
}
