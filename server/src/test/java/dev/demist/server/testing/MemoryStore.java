package dev.demist.server.testing;

import dev.demist.LatentState;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Keeps everything in memory, until the program ends. */
public final class MemoryStore implements RunStore {

    private final ConcurrentNavigableMap<String, Run> runs = new ConcurrentSkipListMap<>();
    private final Map<String, ConcurrentNavigableMap<Integer, LatentState>> states = new ConcurrentHashMap<>();
    private final Map<String, byte[]> inputs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> pictures = new ConcurrentHashMap<>();

    @Override
    public void insert(List<Run> added) {
        added.forEach(run -> {
            runs.put(run.id(), run);
            states.putIfAbsent(run.id(), new ConcurrentSkipListMap<>());
        });
    }

    @Override
    public void update(Run run) {
        runs.put(run.id(), run);
    }

    @Override
    public Optional<Run> find(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    @Override
    public List<Run> list(String user, int limit, @Nullable String before, @Nullable String query) {
        var older = before == null ? runs : runs.headMap(before, false);
        return older.descendingMap().values().stream()
                .filter(run -> run.user().equals(user)
                        && (query == null || lower(run).contains(query.toLowerCase(Locale.ROOT))))
                .limit(limit)
                .toList();
    }

    private static String lower(Run run) {
        return String.valueOf(run.recipe().request().prompt().text()).toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Run> unfinished() {
        return runs.values().stream()
                .filter(run -> !run.progress().status().isEnded())
                .toList();
    }

    @Override
    public void saveState(String run, LatentState state) {
        states.computeIfAbsent(run, id -> new ConcurrentSkipListMap<>()).put(state.call(), state);
    }

    @Override
    public Optional<LatentState> state(String run, int step) {
        return Optional.ofNullable(
                states.getOrDefault(run, new ConcurrentSkipListMap<>()).get(step));
    }

    @Override
    public Optional<LatentState> lastState(String run) {
        return Optional.ofNullable(
                        states.getOrDefault(run, new ConcurrentSkipListMap<>()).lastEntry())
                .map(Map.Entry::getValue);
    }

    @Override
    public void savePicture(String run, byte[] png) {
        pictures.put(run, png);
    }

    @Override
    public Optional<byte[]> picture(String run) {
        return Optional.ofNullable(pictures.get(run));
    }

    @Override
    public String keepInput(byte[] picture) {
        String reference = "sha256:" + inputs.size();
        inputs.put(reference, picture);
        return reference;
    }

    @Override
    public Optional<byte[]> input(String reference) {
        return Optional.ofNullable(inputs.get(reference));
    }

    @Override
    public void delete(String run) {
        runs.remove(run);
        states.remove(run);
        pictures.remove(run);
    }

    @Override
    public void close() {}
}
