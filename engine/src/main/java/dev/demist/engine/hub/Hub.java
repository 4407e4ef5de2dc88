package dev.demist.engine.hub;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Repositories of the Hugging Face Hub and their cache on disk, which Python's {@code huggingface_hub} shares.
 * Thread-safe. Only {@link #cached} and {@link #repositories} block, while they read the cache.
 */
public final class Hub {

    private static final RetryBackoffSpec RETRY = Retry.backoff(4, Duration.ofSeconds(1));
    /** The hub counts requests for five minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final HubSettings settings;
    private final Retry retry;
    private final Retry waited;
    private final HubHttp http;
    private final HubApi api;
    private final HubErrors errors;

    Hub(HubSettings settings, RetryBackoffSpec retry, Duration patience) {
        this.settings = settings;
        this.retry = Pull.whilePassing(retry);
        this.waited = TooManyRequests.waited(patience);
        this.http = new HubHttp(settings);
        this.api = new HubApi(settings, http);
        this.errors = new HubErrors(settings);
    }

    /**
     * The hub as the environment describes it: {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code HF_TOKEN},
     * {@code HF_HUB_OFFLINE}, {@code HF_ENDPOINT}.
     *
     * @throws DemistException INVALID_REQUEST if the endpoint is not a web address
     */
    public static Hub fromEnvironment(Map<String, String> environment) {
        return new Hub(HubSettings.of(environment), RETRY, PATIENCE);
    }

    /** The folder of all cached repositories; it need not exist. */
    public Path cache() {
        return settings.cache();
    }

    /**
     * The folder of a repository that is in the cache. Uses no network.
     *
     * @param repo {@code org/name}
     * @param revision a branch, tag or commit; {@code main} is the usual one
     * @throws DemistException INVALID_REQUEST for an impossible name, STORAGE_FAILED
     */
    public Optional<Path> cached(String repo, String revision) {
        try {
            return repoCache(new RepoName(repo)).snapshot(RepoName.checkedRevision(revision));
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, settings.cache() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The names of all repositories in the cache, sorted, including incomplete ones. Uses no network.
     *
     * @throws DemistException STORAGE_FAILED
     */
    public List<String> repositories() {
        try {
            return RepoCache.names(settings.cache());
        } catch (IOException e) {
            throw new DemistException(ErrorCode.STORAGE_FAILED, settings.cache() + ": " + e.getMessage(), e);
        }
    }

    /**
     * The files of a repository.
     *
     * @return an error is a {@link DemistException}: OFFLINE, UNKNOWN_MODEL (with similar names), UNAUTHORIZED,
     *     FORBIDDEN, NETWORK_FAILED or INVALID_REQUEST
     */
    public Mono<List<RemoteFile>> files(String repo, String revision) {
        return listing(repo, revision).map(Listing::files);
    }

    /**
     * Downloads the files of a repository that a pipeline needs: configurations, tokenizers, weights. Cached files are
     * not downloaded again, and interrupted ones are continued. Cancelling stops the download; the next call continues
     * it.
     *
     * @param variant the variant of the weights, such as {@code fp16}; null for the plain ones
     * @return the latest progress, as fast as it is requested; completes when {@link #cached} finds the repository.
     *     Fails as {@link #files} does, and with CORRUPT_FILE (a wrong checksum) or STORAGE_FAILED
     */
    public Flux<Progress> pull(String repo, String revision, @Nullable String variant) {
        return listing(repo, revision).flatMapMany(listing -> pull(new RepoName(repo), revision, variant, listing));
    }

    private Flux<Progress> pull(RepoName repo, String revision, @Nullable String variant, Listing listing) {
        RepoCache cache = repoCache(repo);
        List<RemoteFile> files = FileChoice.of(repo.text(), listing.files(), variant);
        List<Pull.Job> jobs = files.stream()
                .map(file -> new Pull.Job(file, new Download(repo, listing.commit(), file, cache, api, http, errors)))
                .toList();
        Mono<Void> end = blocking(repo.text(), () -> {
                    finish(cache, revision, listing);
                    return true;
                })
                .then();
        return new Pull(jobs, retry, waited, errors).run().concatWith(end.cast(Progress.class));
    }

    /** Only now the revision's name leads to the snapshot: a broken download is not taken for a whole one. */
    private static void finish(RepoCache cache, String revision, Listing listing) throws IOException {
        if (listing.files().stream().noneMatch(file -> file.path().equals("model_index.json"))) {
            cache.writeNoExist(listing.commit(), "model_index.json");
        }
        cache.writeRef(revision, listing.commit());
    }

    private Mono<Listing> listing(String repo, String revision) {
        if (settings.offline()) {
            return Mono.error(() -> new DemistException(
                    ErrorCode.OFFLINE, repo + ": the network is switched off; unset HF_HUB_OFFLINE to reach the hub"));
        }
        return Mono.fromCallable(() -> api.list(new RepoName(repo), RepoName.checkedRevision(revision)))
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(retry)
                .retryWhen(waited)
                .onErrorMap(e -> errors.failed(repo, e));
    }

    private <T> Mono<T> blocking(String what, Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic()).onErrorMap(e -> errors.failed(what, e));
    }

    private RepoCache repoCache(RepoName repo) {
        return new RepoCache(settings.cache(), repo);
    }
}
