package dev.demist.engine.hub;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Downloads one file into the cache. An {@code .incomplete} file is continued by a range request, and the content is
 * checked against its id before it gets its final name. Blocking.
 */
final class Download {

    private static final int CHUNK = 1 << 16;

    private final RepoName repo;
    private final String commit;
    private final RemoteFile file;
    private final RepoCache cache;
    private final HubApi api;
    private final HubHttp http;
    private final HubErrors errors;

    Download(
            RepoName repo,
            String commit,
            RemoteFile file,
            RepoCache cache,
            HubApi api,
            HubHttp http,
            HubErrors errors) {
        this.repo = repo;
        this.commit = commit;
        this.file = file;
        this.cache = cache;
        this.api = api;
        this.http = http;
        this.errors = errors;
    }

    /**
     * Downloads what is missing.
     *
     * @param progress receives the number of bytes downloaded so far
     * @param cancelled checked between chunks; once true, the download stops
     * @throws IOException for failures that a retry may cure
     */
    void run(LongConsumer progress, BooleanSupplier cancelled) throws IOException, InterruptedException {
        cache.locked(file.id(), () -> {
            Path blob = cache.blob(file.id());
            if (!Files.isRegularFile(blob) || Files.size(blob) != file.size()) {
                fetch(cache.incomplete(file.id()), progress, cancelled);
                if (cancelled.getAsBoolean()) {
                    return;
                }
                finish(cache.incomplete(file.id()), blob);
            }
            cache.link(commit, file);
            progress.accept(file.size());
        });
    }

    private void fetch(Path incomplete, LongConsumer progress, BooleanSupplier cancelled)
            throws IOException, InterruptedException {
        long have = Files.isRegularFile(incomplete) ? Files.size(incomplete) : 0;
        if (have > file.size()) {
            Files.delete(incomplete);
            have = 0;
        }
        if (have == file.size() && have > 0) {
            return;
        }
        Map<String, String> range = have == 0 ? Map.of() : Map.of("Range", "bytes=" + have + "-");
        HttpResponse<InputStream> response = http.get(api.resolve(repo, commit, file.path()), range);
        try (InputStream body = response.body()) {
            requireContent(response);
            append(incomplete, body, startOf(response, have), progress, cancelled);
        }
    }

    /** A refused link of another host has expired; the hub issues a new one. */
    private void requireContent(HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        if (status == 200 || status == 206) {
            return;
        }
        if (!http.isHub(response.uri()) || status >= 500) {
            throw errors.outOfOrder(response);
        }
        throw errors.of(repo.text() + "/" + file.path(), response);
    }

    /** The offset of the body: a server may answer a range request with the whole file. */
    private long startOf(HttpResponse<?> response, long have) throws IOException {
        if (response.statusCode() == 200) {
            return 0;
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (!range.startsWith("bytes " + have + "-") || !range.endsWith("/" + file.size())) {
            throw new IOException("requested bytes " + have + "-, received '" + range + "'");
        }
        return have;
    }

    private void append(Path incomplete, InputStream body, long start, LongConsumer progress, BooleanSupplier cancelled)
            throws IOException {
        StandardOpenOption how = start == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND;
        byte[] chunk = new byte[CHUNK];
        long done = start;
        try (OutputStream out = Files.newOutputStream(incomplete, StandardOpenOption.CREATE, how)) {
            for (int count = body.read(chunk); count >= 0 && !cancelled.getAsBoolean(); count = body.read(chunk)) {
                done += count;
                if (done > file.size()) {
                    throw new IOException("more than " + file.size() + " bytes were received");
                }
                write(incomplete, out, chunk, count);
                progress.accept(done);
            }
        }
    }

    /** A full disk must not look like a broken connection. */
    private static void write(Path incomplete, OutputStream out, byte[] chunk, int count) {
        try {
            out.write(chunk, 0, count);
        } catch (IOException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED, incomplete + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private void finish(Path incomplete, Path blob) throws IOException {
        long size = Files.size(incomplete);
        if (size < file.size()) {
            throw new IOException("only " + size + " of " + file.size() + " bytes were received");
        }
        if (!ContentCheck.matches(incomplete, file.id())) {
            Files.delete(incomplete);
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE,
                    repo.text() + "/" + file.path() + ": the downloaded file does not have the checksum " + file.id()
                            + "; try again");
        }
        Files.move(incomplete, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
