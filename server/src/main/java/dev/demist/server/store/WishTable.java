package dev.demist.server.store;

import dev.demist.server.run.store.Wish;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The column of runs that says what the node is asked to do with them. */
final class WishTable {

    private WishTable() {}

    static int make(Handle handle, String id, Wish wish) {
        return handle.createUpdate("UPDATE run SET wish = :wish WHERE id = :id AND " + LeaseTable.UNFINISHED)
                .bind("id", id)
                .bind("wish", wish.word())
                .execute();
    }

    /** The wishes for the runs of a node, by their ids. */
    static Map<String, Wish> of(Handle handle, String node) {
        return handle
                .createQuery(
                        "SELECT id, wish FROM run WHERE node = :node AND wish IS NOT NULL AND " + LeaseTable.UNFINISHED)
                .bind("node", node)
                .map((row, context) -> Map.entry(row.getString("id"), Wish.of(row.getString("wish"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Forgets {@code wishes}, but no others that were made since. */
    static Map<String, Wish> forget(Handle handle, Map<String, Wish> wishes) {
        wishes.forEach((id, wish) -> handle.createUpdate("UPDATE run SET wish = NULL WHERE id = :id AND wish = :wish")
                .bind("id", id)
                .bind("wish", wish.word())
                .execute());
        return wishes;
    }
}
