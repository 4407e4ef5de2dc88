package dev.demist.transport.nats;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A worker as a gateway knows it. Used on the gateway's thread only. */
final class RemoteWorker {

    private final String id;
    private final Map<String, Try> tries = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private Hello hello;
    private long heard;
    private Map<String, Offer.Model> models = Map.of();
    private @Nullable Offer offer;
    private int asked;
    private boolean full;

    /** A task that the worker has, since when it has not been heard of. */
    private static final class Try {

        private final Task task;
        private long heard = System.nanoTime();

        private Try(Task task) {
            this.task = task;
        }
    }

    RemoteWorker(Hello hello) {
        this.id = hello.worker();
        this.hello = hello;
        greeted(hello);
    }

    String id() {
        return id;
    }

    Hello hello() {
        return hello;
    }

    void greeted(Hello said) {
        hello = said;
        full = false;
        ended.retainAll(said.runs());
        heard = System.nanoTime();
    }

    boolean isSilentFor(Duration time) {
        return isPast(heard, time);
    }

    private static boolean isPast(long moment, Duration time) {
        return System.nanoTime() - moment > time.toNanos();
    }

    /** Returns whether its offer has changed since this was asked last. */
    boolean hasNewOffer() {
        boolean isNew = hello.offer() != asked;
        asked = hello.offer();
        return isNew;
    }

    /** Its offer has to be asked for again. */
    void forgetOffer() {
        asked = 0;
    }

    void offers(Offer now) {
        offer = now;
        Map<String, Offer.Model> byName = new HashMap<>();
        now.models().forEach(model -> byName.put(model.info().name(), model));
        models = byName;
    }

    @Nullable
    Offer offer() {
        return offer;
    }

    /** The fingerprint of a model; null if it does not have it. */
    @Nullable
    String fingerprint(String model) {
        Offer.Model known = models.get(model);
        return known == null ? null : known.fingerprint();
    }

    boolean hasOpen(String model) {
        return hello.open().containsKey(model);
    }

    /** How many runs of this gateway it can have: its places but those that others have taken. */
    int room() {
        long others = hello.runs().stream()
                .filter(run -> !tries.containsKey(run) && !ended.contains(run))
                .count();
        return hello.leaving() || offer == null ? 0 : (int) Math.max(0, hello.room() - others);
    }

    /** It takes no more runs until it says how it is. */
    void refused() {
        full = true;
    }

    /** How many more runs it takes. */
    int free() {
        return full
                ? 0
                : room()
                        - (int) tries.values().stream()
                                .filter(it -> it.task.isRun())
                                .count();
    }

    int load() {
        return tries.size();
    }

    void add(String number, Task task) {
        tries.put(number, new Try(task));
    }

    void remove(String number) {
        tries.remove(number);
        ended.add(number);
    }

    @Nullable
    Task heardOf(String number) {
        Try known = tries.get(number);
        if (known == null) {
            return null;
        }
        known.heard = System.nanoTime();
        return known.task;
    }

    /** Says that what it has is still wanted; hands back, and forgets, what it does not know of. */
    Map<String, Task> renew(Duration patience) {
        Map<String, Task> lost = new LinkedHashMap<>();
        tries.forEach((number, it) -> {
            if (hello.has(number)) {
                it.heard = heard;
            } else if (isPast(it.heard, patience)) {
                lost.put(number, it.task);
            }
        });
        tries.keySet().removeAll(lost.keySet());
        ended.addAll(lost.keySet());
        tries.values().forEach(it -> it.task.renew());
        return lost;
    }

    /** Hands back, and forgets, all that it has. */
    Map<String, Task> loseAll() {
        Map<String, Task> lost = new LinkedHashMap<>();
        tries.forEach((number, it) -> lost.put(number, it.task));
        tries.clear();
        return lost;
    }
}
