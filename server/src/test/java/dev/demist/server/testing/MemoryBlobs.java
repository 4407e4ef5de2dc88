package dev.demist.server.testing;

import dev.demist.server.run.store.RunBlobs;
import dev.demist.server.run.store.RunSize;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Keeps pictures in memory. */
final class MemoryBlobs implements RunBlobs {

    private final Map<String, byte[]> inputs;
    private final Room room;
    private final Sinks.Many<String> kept = Sinks.many().replay().all();
    private final Map<String, byte[]> pictures = new ConcurrentHashMap<>();

    /** With the pictures that runs were given in {@code inputs}. */
    MemoryBlobs(Map<String, byte[]> inputs, Room room) {
        this.inputs = inputs;
        this.room = room;
    }

    /** The runs whose pictures have been kept, and those that will be. */
    Flux<String> kept() {
        return kept.asFlux();
    }

    @Override
    public Mono<Void> savePicture(String run, byte[] png) {
        return room.write(() -> {
            pictures.put(run, png);
            kept.tryEmitNext(run);
        });
    }

    @Override
    public Mono<byte[]> picture(String run) {
        return Mono.fromSupplier(() -> pictures.get(run));
    }

    @Override
    public Mono<RunSize> size(String run) {
        return picture(run).map(png -> new RunSize(0, png.length)).defaultIfEmpty(new RunSize(0, 0));
    }

    @Override
    public Mono<Void> check(long bytes) {
        return room.check();
    }

    @Override
    public Mono<Void> deletePicture(String run) {
        return delete(run);
    }

    @Override
    public Mono<Void> delete(String run) {
        return Mono.fromRunnable(() -> pictures.remove(run));
    }

    @Override
    public Optional<byte[]> input(String reference) {
        return Optional.ofNullable(inputs.get(reference));
    }
}
