package dev.demist.transport.nats;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.demist.Caller;
import dev.demist.PreviewQuality;
import org.jspecify.annotations.Nullable;

/** What a gateway says to a worker. Every task has an id of its own, which is not used again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToWorker.Begin.class, name = "begin"),
    @JsonSubTypes.Type(value = ToWorker.Credit.class, name = "credit"),
    @JsonSubTypes.Type(value = ToWorker.Release.class, name = "release"),
    @JsonSubTypes.Type(value = ToWorker.Call.class, name = "call"),
})
sealed interface ToWorker {

    String task();

    /**
     * Take the steps of a run, from the state in the data, or from the beginning if there is none.
     *
     * @param gateway where the states go
     * @param request the resolved request as JSON
     */
    record Begin(String task, String gateway, String request, Caller caller) implements ToWorker {}

    /**
     * Take steps until {@code asked} states of this task have come in all; those after the first {@code received} are
     * sent again. Repeated as long as the task is wanted.
     */
    record Credit(String task, long asked, long received) implements ToWorker {}

    /** The task is no longer wanted. */
    record Release(String task) implements ToWorker {}

    /**
     * Answer a question about a model; the state in question is in the data.
     *
     * @param model its name; null if the question is about the worker
     * @param request as JSON, resolved or not as the question has it
     */
    record Call(
            String task,
            String gateway,
            Question question,
            @Nullable String model,
            @Nullable String request,
            @Nullable PreviewQuality quality)
            implements ToWorker {}

    /** What can be asked of a worker. */
    enum Question {
        OFFER,
        WARM_UP,
        RESOLVE,
        WARNINGS,
        SCHEDULE,
        PREVIEW,
        DECODE
    }
}
