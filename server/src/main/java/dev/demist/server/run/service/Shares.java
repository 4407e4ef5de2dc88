package dev.demist.server.run.service;

import dev.demist.server.run.Run;
import dev.demist.server.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Links by which others see a run without being its owner. Thread-safe. */
public final class Shares {

    private static final int SECRET_BYTES = 16;

    private final History history;
    private final RunStates states;
    private final SecureRandom random = new SecureRandom();

    Shares(History history, RunStates states) {
        this.history = history;
        this.states = states;
    }

    /** The caller's own run as it is. */
    public Mono<Run> own(String user, String id) {
        return states.find(user, id);
    }

    /** The run with its secret: the one that it has, or a new one. */
    public Mono<Run> share(String user, String id) {
        // Random numbers may be waited for, which the thread of the records may do.
        return history.mark(user, id, marks -> marks.isShared() ? marks : marks.shared(secret()));
    }

    /** Takes the secret back: links that bring it open nothing any more. */
    public Mono<Run> revoke(String user, String id) {
        return history.mark(user, id, marks -> marks.shared(null));
    }

    /** The run, if {@code secret} opens it; else empty. */
    public Mono<Run> opened(String id, @Nullable String secret) {
        return secret == null ? Mono.empty() : states.visible(id).filter(run -> opens(run, secret));
    }

    /** Completes once {@code secret} does not open {@code run} any more. */
    public Mono<Void> end(Run run, String secret) {
        Flux<Run> changes = history.news(run.user()).map(RunEvent::run).filter(changed -> changed.id()
                .equals(run.id()));
        return Flux.merge(changes, states.visible(run.id()))
                .filter(now -> !opens(now, secret))
                .next()
                .then();
    }

    private static boolean opens(Run run, String secret) {
        String own = run.marks().secret();
        return own != null
                && !run.marks().isDeleted()
                && MessageDigest.isEqual(own.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
