package dev.demist.engine.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A hub on this machine with one repository, {@code org/model}. Small files come from the hub itself, files that end in
 * {@code .safetensors} from a second server at another port, as from the Hub's content network.
 */
final class FakeHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** One request that came. */
    record Seen(String host, String path, String authorization, String range) {}

    /** What the content server does with the next request for a file. */
    enum Trick {
        EXPIRED,
        SHORT,
        WRONG_CONTENT,
        NO_RANGES
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Deque<Trick>> tricks = new ConcurrentHashMap<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Deque<Integer>> passing = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub = server(this::hub);
    private final HttpServer content = server(this::content);
    private volatile Map.Entry<String, String> wait = Map.entry("Retry-After", "17");
    private String redirect = "";

    /** Adds a file to the repository. */
    FakeHub with(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    FakeHub with(String path, String text) {
        return with(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Plays tricks with the next requests for a file's content. */
    FakeHub trick(String path, Trick... next) {
        tricks.put(path, new ArrayDeque<>(List.of(next)));
        return this;
    }

    /** Answers every request whose path contains a text with a status. */
    FakeHub refuse(String path, int status) {
        refusals.put(path, status);
        return this;
    }

    /** Answers the next requests whose path contains a text with these. */
    FakeHub refuse(String path, Integer... next) {
        passing.put(path, new ArrayDeque<>(List.of(next)));
        return this;
    }

    /** Says in every refusal how long to wait; 17 s if it is not told. */
    FakeHub wait(String header, String value) {
        wait = Map.entry(header, value);
        return this;
    }

    /** Sends every content request to another address. */
    FakeHub redirectTo(String location) {
        redirect = location;
        return this;
    }

    String address() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    @Override
    public void close() {
        hub.stop(0);
        content.stop(0);
        threads.shutdownNow();
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private HttpServer server(Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    handler.handle(exchange);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hub(HttpExchange exchange) throws IOException {
        String path = saw("hub", exchange);
        Optional<Integer> refusal = refusal(path);
        if (refusal.isPresent()) {
            exchange.getResponseHeaders().add(wait.getKey(), wait.getValue());
            exchange.getResponseHeaders().add("X-Error-Message", "sent " + header(exchange, "Authorization"));
            exchange.sendResponseHeaders(refusal.get(), -1);
            return;
        }
        String resolve = "/org/model/resolve/" + COMMIT + "/";
        if (path.startsWith(resolve)) {
            resolve(exchange, path.substring(resolve.length()));
        } else {
            api(exchange, path);
        }
    }

    private Optional<Integer> refusal(String path) {
        Optional<Integer> once = passing.entrySet().stream()
                .filter(entry -> path.contains(entry.getKey()))
                .map(entry -> entry.getValue().poll())
                .filter(Objects::nonNull)
                .findFirst();
        return once.or(() -> refusals.entrySet().stream()
                .filter(entry -> path.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst());
    }

    private void resolve(HttpExchange exchange, String file) throws IOException {
        if (file.endsWith(".safetensors")) {
            String there = "http://127.0.0.1:" + content.getAddress().getPort() + "/" + file;
            exchange.getResponseHeaders().add("Location", redirect.isEmpty() ? there : redirect);
            exchange.sendResponseHeaders(302, -1);
        } else {
            send(exchange, 200, Objects.requireNonNull(files.get(file)));
        }
    }

    private void api(HttpExchange exchange, String path) throws IOException {
        switch (path) {
            case "/api/models/org/model/revision/main", "/api/models/org/model/revision/refs/pr/1" ->
                send(exchange, 200, listing().getBytes(StandardCharsets.UTF_8));
            case "/api/models/org/model/refs" ->
                send(
                        exchange,
                        200,
                        "{\"branches\":[{\"name\":\"main\"}],\"tags\":[{\"name\":\"v1\"}]}"
                                .getBytes(StandardCharsets.UTF_8));
            case "/api/models" ->
                send(exchange, 200, "[{\"id\":\"org/model\"},{\"id\":\"org/modal\"}]".getBytes(StandardCharsets.UTF_8));
            default -> {
                boolean revision = path.startsWith("/api/models/org/model/");
                exchange.getResponseHeaders().add("X-Error-Code", revision ? "RevisionNotFound" : "RepoNotFound");
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void content(HttpExchange exchange) throws IOException {
        String file = saw("content", exchange).substring(1);
        byte[] bytes = Objects.requireNonNull(files.get(file));
        Deque<Trick> next = tricks.getOrDefault(file, new ArrayDeque<>());
        Trick trick = next.poll();
        String range = header(exchange, "Range");
        int from = range.isEmpty() || trick == Trick.NO_RANGES ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] part = Arrays.copyOfRange(bytes, from, bytes.length);
        if (trick == Trick.EXPIRED) {
            exchange.sendResponseHeaders(403, -1);
        } else if (trick == Trick.SHORT) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
            exchange.sendResponseHeaders(from == 0 ? 200 : 206, part.length);
            exchange.getResponseBody().write(part, 0, part.length / 2);
            exchange.getResponseBody().flush();
        } else {
            if (trick == Trick.WRONG_CONTENT) {
                part[0] ^= 1;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
            send(exchange, from == 0 ? 200 : 206, part);
        }
    }

    private String saw(String host, HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        seen.add(new Seen(host, path, header(exchange, "Authorization"), header(exchange, "Range")));
        return path;
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String listing() {
        StringBuilder json = new StringBuilder("{\"sha\":\"" + COMMIT + "\",\"siblings\":[");
        String comma = "";
        for (var file : files.entrySet()) {
            byte[] bytes = file.getValue();
            json.append(comma).append("{\"rfilename\":\"%s\",\"size\":%d,".formatted(file.getKey(), bytes.length));
            json.append(
                    file.getKey().endsWith(".safetensors")
                            ? "\"blobId\":\"%s\",\"lfs\":{\"sha256\":\"%s\",\"size\":%d}}"
                                    .formatted(gitId(bytes), sha256(bytes), bytes.length)
                            : "\"blobId\":\"%s\"}".formatted(gitId(bytes)));
            comma = ",";
        }
        return json.append("]}").toString();
    }

    static String gitId(byte[] bytes) {
        return digest("SHA-1", ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII), bytes);
    }

    static String sha256(byte[] bytes) {
        return digest("SHA-256", bytes);
    }

    private static String digest(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            Arrays.stream(parts).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
