package dev.demist.transport.nats;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.ModelInfo;
import dev.demist.NoiseSchedule;
import dev.demist.Picture;
import dev.demist.PictureSource;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A model of workers. Each use may go to another one of those that have it. */
final class RemotePipeline implements Pipeline {

    private static final byte[] NOTHING = {};

    private final String model;
    private final Gateway gateway;
    private final Timing timing;
    private final Function<String, ModelInfo> infos;

    /** @param infos describe models by their names */
    RemotePipeline(String model, Gateway gateway, Timing timing, Function<String, ModelInfo> infos) {
        this.model = model;
        this.gateway = gateway;
        this.timing = timing;
        this.infos = infos;
    }

    @Override
    public ModelInfo info() {
        return infos.apply(model);
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request) {
        return resolve(request, NOTHING);
    }

    @Override
    public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
        return Mono.defer(() -> resolve(request, LatentStates.write(from)));
    }

    private Mono<ResolvedRequest> resolve(GenerationRequest request, byte[] state) {
        return ask(words(ToWorker.Question.RESOLVE).about(request), state)
                .map(answer -> Answers.read(answer, Answers.Resolved.class))
                .map(resolved ->
                        withPictures(ResolvedRequest.kept(GenerationRequest.parse(resolved.request())), request));
    }

    private static ResolvedRequest withPictures(ResolvedRequest resolved, GenerationRequest asked) {
        Map<String, PictureSource> pictures = new HashMap<>();
        asked.withPictures((field, picture) -> {
            pictures.put(field, picture);
            return picture;
        });
        return resolved.withPictures((field, name) -> Objects.requireNonNull(pictures.get(field)));
    }

    @Override
    public Mono<List<String>> warnings(ResolvedRequest request) {
        return ask(words(ToWorker.Question.WARNINGS).about(request.request()), NOTHING)
                .map(answer -> Answers.read(answer, Answers.Warnings.class).warnings());
    }

    @Override
    public Mono<NoiseSchedule> schedule(ResolvedRequest request) {
        return ask(words(ToWorker.Question.SCHEDULE).about(request.request()), NOTHING)
                .map(answer -> Answers.read(answer, NoiseSchedule.class));
    }

    @Override
    public Flux<LatentState> denoise(ResolvedRequest request) {
        return states(request, null);
    }

    @Override
    public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
        return states(request, from);
    }

    private Flux<LatentState> states(ResolvedRequest request, @Nullable LatentState from) {
        return RemoteStates.of(gateway, request, from, timing);
    }

    @Override
    public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
        return picture(words(ToWorker.Question.PREVIEW).with(quality), state);
    }

    @Override
    public Mono<Picture> decode(LatentState state) {
        return picture(words(ToWorker.Question.DECODE), state);
    }

    private Mono<Picture> picture(Ask.Words words, LatentState state) {
        return Mono.defer(() -> ask(words, LatentStates.write(state)))
                .publishOn(Schedulers.boundedElastic())
                .map(answer -> Picture.read(answer.data(), PictureSource.MAX_PIXELS));
    }

    private Ask.Words words(ToWorker.Question question) {
        return Ask.Words.of(question, model);
    }

    private Mono<Envelope<ToGateway.Answer>> ask(Ask.Words words, byte[] data) {
        return Mono.defer(() -> new Ask(gateway, words, data).answer());
    }

    @Override
    public void close() {
        // Workers close their models.
    }
}
