package dev.demist.server.run.ephemeral;

import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunSize;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;

/**
 * Pictures, those of ephemeral runs in memory.
 *
 * @param durable keeps the others
 * @param runs the ephemeral runs by their ids
 */
record EphemeralBlobs(RunBlobs durable, Map<String, EphemeralRun> runs) implements RunBlobs {

    private <T> Mono<T> of(
            String id,
            BiFunction<EphemeralRun, String, Mono<T>> ephemeral,
            BiFunction<RunBlobs, String, Mono<T>> kept) {
        return Mono.defer(() -> {
            EphemeralRun run = runs.get(id);
            return run == null ? kept.apply(durable, id) : ephemeral.apply(run, id);
        });
    }

    @Override
    public Mono<Void> savePicture(String run, byte[] png) {
        return of(run, (it, id) -> it.savePicture(png), (blobs, id) -> blobs.savePicture(id, png));
    }

    @Override
    public Mono<byte[]> picture(String run) {
        return of(run, (it, id) -> Mono.justOrEmpty(it.picture()), RunBlobs::picture);
    }

    @Override
    public Mono<RunSize> size(String run) {
        return of(run, (it, id) -> Mono.just(new RunSize(0, 0)), RunBlobs::size);
    }

    @Override
    public Mono<Void> check(long bytes) {
        return durable.check(bytes);
    }

    @Override
    public Mono<Void> deletePicture(String run) {
        return of(run, (it, id) -> Mono.fromRunnable(it::deletePicture), RunBlobs::deletePicture);
    }

    @Override
    public Mono<Void> delete(String run) {
        return of(run, (it, id) -> Mono.fromRunnable(it::deletePicture), RunBlobs::delete);
    }

    @Override
    public Optional<byte[]> input(String reference) {
        return runs.values().stream()
                .flatMap(run -> Optional.ofNullable(run.inputs().get(reference)).stream())
                .findFirst()
                .or(() -> durable.input(reference));
    }
}
