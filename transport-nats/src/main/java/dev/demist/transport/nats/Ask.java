package dev.demist.transport.nats;

import dev.demist.DemistException;
import dev.demist.GenerationRequest;
import dev.demist.PreviewQuality;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A question to a worker, asked again elsewhere if that is lost: the answer does not depend on who gives it. Used on
 * the gateway's thread only, but for {@link #answer}.
 */
final class Ask implements Task {

    private final Gateway gateway;
    private final Words words;
    private final byte[] data;
    private final Sinks.One<Envelope<ToGateway.Answer>> answer = Sinks.one();
    private @Nullable String number;

    /** What is asked; see {@link ToWorker.Call}. */
    record Words(
            ToWorker.Question question,
            @Nullable String model,
            @Nullable GenerationRequest request,
            @Nullable PreviewQuality quality) {

        static Words of(ToWorker.Question question) {
            return new Words(question, null, null, null);
        }

        static Words of(ToWorker.Question question, String model) {
            return new Words(question, model, null, null);
        }

        Words about(GenerationRequest asked) {
            return new Words(question, model, asked, quality);
        }

        Words with(PreviewQuality wanted) {
            return new Words(question, model, request, wanted);
        }
    }

    /** @param data the state that the question is about; empty for none */
    Ask(Gateway gateway, Words words, byte[] data) {
        this.gateway = gateway;
        this.words = words;
        this.data = data;
    }

    /** Asks when it is subscribed to; a subscription that is cancelled leaves the worker alone. */
    Mono<Envelope<ToGateway.Answer>> answer() {
        return answer.asMono()
                .doOnSubscribe(s -> gateway.later(() -> gateway.want(this)))
                .doOnCancel(() -> gateway.later(() -> gateway.release(this, number)));
    }

    /** The answer to a question that is put to one worker. */
    Mono<Envelope<ToGateway.Answer>> only() {
        return answer.asMono();
    }

    @Override
    public @Nullable String model() {
        return words.model();
    }

    @Override
    public boolean isRun() {
        return false;
    }

    // Without its picture a run would have been accepted in vain.
    @Override
    public boolean isPatient() {
        return words.question() == ToWorker.Question.DECODE;
    }

    @Override
    public void begin(String id, String worker) {
        number = id;
        GenerationRequest request = words.request();
        ToWorker.Call call = new ToWorker.Call(
                id,
                gateway.id(),
                words.question(),
                words.model(),
                request == null ? null : request.toJson(),
                words.quality());
        gateway.send(worker, call, data);
    }

    @Override
    public void receive(Envelope<ToGateway> message) {
        if (message.message() instanceof ToGateway.Answer it) {
            Failure failure = it.failure();
            if (failure != null) {
                answer.tryEmitError(failure.toException());
            } else {
                answer.tryEmitValue(new Envelope<>(it, message.data()));
            }
        }
    }

    @Override
    public void renew() {
        // The worker answers once.
    }

    @Override
    public void left() {
        // Questions are answered by workers that leave, too.
    }

    @Override
    public boolean lost() {
        boolean goesOn = words.model() != null;
        if (!goesOn) {
            fail(Gateway.noWorker());
        }
        return goesOn;
    }

    @Override
    public void fail(DemistException why) {
        answer.tryEmitError(why);
    }
}
