package dev.demist.engine.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Queries about repositories. Blocking. */
final class HubApi {

    private static final int MAX_ANSWER = 32 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final HubSettings settings;
    private final HubHttp http;
    private final HubErrors errors;

    HubApi(HubSettings settings, HubHttp http) {
        this.settings = settings;
        this.http = http;
        this.errors = new HubErrors(settings);
    }

    /** The files of a repository with their sizes and ids. */
    Listing list(RepoName repo, String revision) throws IOException, InterruptedException {
        String what = repo.text() + "@" + revision;
        URI uri = api("/api/models/" + repo.text() + "/revision/" + encode(revision) + "?blobs=true");
        try (InputStream body = answer(what, repo, revision, http.get(uri, Map.of()))) {
            return listing(what, JSON.readTree(body.readNBytes(MAX_ANSWER)));
        } catch (JsonProcessingException e) {
            throw new IOException("its answer is not valid JSON", e);
        }
    }

    private InputStream answer(String what, RepoName repo, String revision, HttpResponse<InputStream> response)
            throws IOException, InterruptedException {
        if (response.statusCode() == 200) {
            return response.body();
        }
        response.body().close();
        if (response.statusCode() >= 500) {
            throw errors.outOfOrder(response);
        }
        if (response.statusCode() != 404) {
            throw errors.of(what, response);
        }
        boolean noRevision = response.headers()
                .firstValue("X-Error-Code")
                .filter("RevisionNotFound"::equals)
                .isPresent();
        throw noRevision
                ? errors.notFound(repo.text() + "@" + revision, revisions(repo))
                : errors.notFound(repo.text(), similar(repo));
    }

    private Listing listing(String what, JsonNode json) throws IOException {
        String commit = json.path("sha").asText();
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode file : json.path("siblings")) {
            JsonNode large = file.path("lfs");
            String id = large.path("sha256").asText(file.path("blobId").asText());
            long size = large.path("size").asLong(file.path("size").asLong(-1));
            files.add(new RemoteFile(file.path("rfilename").asText(), size, id));
        }
        if (!commit.matches("[0-9a-f]{40}") || !files.stream().allMatch(HubApi::isHonest)) {
            throw new IOException("the listing of " + what + " holds an impossible commit, path, size or id");
        }
        return new Listing(commit, files);
    }

    private static boolean isHonest(RemoteFile file) {
        return RepoName.isPlainPath(file.path())
                && file.size() >= 0
                && file.id().matches("[0-9a-f]{40}|[0-9a-f]{64}");
    }

    private List<String> revisions(RepoName repo) throws InterruptedException {
        JsonNode refs = ask("/api/models/" + repo.text() + "/refs");
        List<String> names = texts(refs.path("branches"), "name");
        names.addAll(texts(refs.path("tags"), "name"));
        return names;
    }

    private List<String> similar(RepoName repo) throws InterruptedException {
        String name = repo.text().substring(repo.text().indexOf('/') + 1);
        return texts(ask("/api/models?limit=5&search=" + encode(name)), "id");
    }

    /** An answer for a suggestion, or a missing node: a failed suggestion must not hide the error it belongs to. */
    private JsonNode ask(String path) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = http.get(api(path), Map.of());
            try (InputStream body = response.body()) {
                return response.statusCode() == 200 ? JSON.readTree(body.readNBytes(MAX_ANSWER)) : JSON.missingNode();
            }
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static List<String> texts(JsonNode array, String field) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.path(field).asText())
                .filter(text -> text.matches("[\\w./-]{1,200}"))
                .limit(10)
                .toList());
    }

    /** The address of a file's content. */
    URI resolve(RepoName repo, String commit, String path) {
        String encoded = String.join(
                "/", List.of(path.split("/")).stream().map(HubApi::encode).toList());
        return api("/" + repo.text() + "/resolve/" + commit + "/" + encoded);
    }

    private URI api(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
