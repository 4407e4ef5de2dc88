package dev.demist.transport.nats;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Models;
import dev.demist.Picture;
import dev.demist.PictureReference;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.internal.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A worker's answers to questions about its models. Thread-safe. */
final class Answers {

    /** A resolved request as JSON, with the names of its pictures instead of them: the gateway has them. */
    record Resolved(String request) {

        private static Resolved of(ResolvedRequest resolved) {
            return new Resolved(resolved.withPictures((field, picture) -> new PictureReference(field))
                    .request()
                    .toJson());
        }
    }

    /** What has less effect than it could have, in words. */
    record Warnings(List<String> warnings) {}

    private final NatsLink link;
    private final Models models;
    private final Supplier<Offer> offer;
    private final Scheduler io;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    private final AtomicLong made = new AtomicLong();

    /** @param io threads that may block */
    Answers(NatsLink link, Models models, Supplier<Offer> offer, Scheduler io) {
        this.link = link;
        this.models = models;
        this.offer = offer;
        this.io = io;
    }

    /** The questions that are about to be answered. */
    List<String> pending() {
        return List.copyOf(pending);
    }

    /** How many previews and pictures were made. */
    long made() {
        return made.get();
    }

    /** Answers, unless an answer is under way. */
    void answer(ToWorker.Call call, byte[] data) {
        if (pending.add(call.task())) {
            Mono.defer(() -> answerTo(call, data))
                    .subscribeOn(io)
                    .onErrorResume(e -> Mono.just(Envelope.of(new ToGateway.Answer(call.task(), null, Failure.of(e)))))
                    .doFinally(end -> pending.remove(call.task()))
                    .subscribe(answer -> link.send(Subjects.gateway(call.gateway()), answer));
        }
    }

    private Mono<Envelope<ToGateway>> answerTo(ToWorker.Call call, byte[] data) {
        return switch (call.question()) {
            case OFFER -> words(call, Mono.fromSupplier(offer));
            case WARM_UP ->
                words(call, Mono.fromRunnable(() -> models.warmUp(model(call))).thenReturn(Map.of()));
            case RESOLVE -> words(call, resolve(call, data).map(Resolved::of));
            case WARNINGS -> words(call, open(call).warnings(resolved(call)).map(Warnings::new));
            case SCHEDULE -> words(call, open(call).schedule(resolved(call)));
            case PREVIEW ->
                picture(
                        call,
                        open(call)
                                .preview(
                                        state(data),
                                        Objects.requireNonNullElse(call.quality(), PreviewQuality.LINEAR)));
            case DECODE -> picture(call, open(call).decode(state(data)));
        };
    }

    private Mono<ResolvedRequest> resolve(ToWorker.Call call, byte[] state) {
        GenerationRequest request = request(call);
        return state.length == 0 ? open(call).resolve(request) : open(call).resolve(request, LatentStates.read(state));
    }

    private Pipeline open(ToWorker.Call call) {
        return models.open(model(call));
    }

    private static String model(ToWorker.Call call) {
        return Objects.requireNonNull(call.model());
    }

    private static GenerationRequest request(ToWorker.Call call) {
        return GenerationRequest.parse(Objects.requireNonNull(call.request()));
    }

    private static ResolvedRequest resolved(ToWorker.Call call) {
        return ResolvedRequest.kept(request(call));
    }

    private static LatentState state(byte[] data) {
        return LatentStates.read(data);
    }

    /** An answer in words, read. */
    static <T> T read(Envelope<ToGateway.Answer> answer, Class<T> type) {
        String json = Objects.requireNonNull(answer.message().json());
        return StrictJson.read(StrictJson.object(json.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static Mono<Envelope<ToGateway>> words(ToWorker.Call call, Mono<?> answer) {
        return answer.map(it -> Envelope.of(new ToGateway.Answer(call.task(), StrictJson.write(it), null)));
    }

    private Mono<Envelope<ToGateway>> picture(ToWorker.Call call, Mono<Picture> picture) {
        return picture.publishOn(io).map(it -> {
            made.incrementAndGet();
            return new Envelope<>(new ToGateway.Answer(call.task(), null, null), it.png(Map.of()));
        });
    }
}
