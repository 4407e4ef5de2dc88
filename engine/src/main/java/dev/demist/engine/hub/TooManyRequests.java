package dev.demist.engine.hub;

import dev.demist.DemistException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The hub asks to wait (429) and says how long. */
final class TooManyRequests extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(TooManyRequests.class);
    private static final int TRIES = 10;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    /** {@code RateLimit: "api";r=0;t=55}, of the IETF's draft on rate limit headers. */
    private static final Pattern RATE_LIMIT = Pattern.compile(".*;\\s*t=([0-9]{1,6})\\b.*");

    private final Duration wait;
    private final DemistException refusal;

    /** An exception that reports {@code refusal} unless the caller waits and retries. */
    TooManyRequests(Duration wait, DemistException refusal) {
        super(refusal.getMessage());
        this.wait = wait;
        this.refusal = refusal;
    }

    DemistException refusal() {
        return refusal;
    }

    /** Tries again after the time that the hub asks for, if it is not longer than {@code patience}. */
    static Retry waited(Duration patience) {
        return Retry.from(signals -> signals.concatMap(signal -> {
            if (!(signal.failure() instanceof TooManyRequests busy)
                    || busy.wait.compareTo(patience) > 0
                    || signal.totalRetries() >= TRIES) {
                return Mono.error(signal.failure());
            }
            LOG.warn("{}; waiting for it", busy.getMessage());
            return Mono.delay(busy.wait);
        }));
    }

    /** The time that a response asks to wait: {@code Retry-After} in seconds or as a date, or {@code RateLimit}. */
    static Optional<Duration> wait(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .flatMap(text -> retryAfter(text.strip(), now))
                .or(() -> headers.firstValue("RateLimit")
                        .map(RATE_LIMIT::matcher)
                        .filter(Matcher::matches)
                        .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1)))));
    }

    private static Optional<Duration> retryAfter(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
