package dev.demist.transport.nats;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** What a worker says to the gateway of a task. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToGateway.Came.class, name = "came"),
    @JsonSubTypes.Type(value = ToGateway.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = ToGateway.Left.class, name = "left"),
    @JsonSubTypes.Type(value = ToGateway.Answer.class, name = "answer"),
})
sealed interface ToGateway {

    String task();

    /** The state in the data has come, the {@code number}th of the task. */
    record Came(String task, long number) implements ToGateway {}

    /**
     * No other state will come.
     *
     * @param states how many there were
     * @param failure null if these are all
     */
    record Ended(String task, long states, @Nullable Failure failure) implements ToGateway {}

    /** The worker has no room for the task, or is leaving: another one goes on with it. */
    record Left(String task) implements ToGateway {}

    /**
     * The answer to a call; a picture is in the data.
     *
     * @param json the answer in words; null for a picture
     * @param failure null if it could be answered
     */
    record Answer(
            String task, @Nullable String json, @Nullable Failure failure) implements ToGateway {}
}
