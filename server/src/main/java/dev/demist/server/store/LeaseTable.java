package dev.demist.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The columns of runs that say which node they belong to and until when. */
final class LeaseTable {

    /** Matches the runs that have not ended. */
    static final String UNFINISHED = "status IN ('queued', 'running', 'paused')";

    private LeaseTable() {}

    /** The ids of the unfinished runs of a node. */
    static List<String> held(Handle handle, String node) {
        return handle.createQuery("SELECT id FROM run WHERE node = :node AND " + UNFINISHED)
                .bind("node", node)
                .mapTo(String.class)
                .list();
    }

    /** Prolongs the lease of a node's unfinished runs. */
    static void renew(Handle handle, Owner owner) {
        handle.createUpdate("UPDATE run SET lease_until = :until WHERE node = :node AND " + UNFINISHED)
                .bind("node", owner.node())
                .bind("until", owner.until())
                .execute();
    }

    /** Gives a node its own unfinished runs, those of none, and those whose lease has ended. */
    static int take(Handle handle, Owner owner) {
        return handle.createUpdate("UPDATE run SET node = :node, lease_until = :until WHERE " + UNFINISHED
                        + " AND (node IS NULL OR node = :node OR lease_until < :now)")
                .bind("node", owner.node())
                .bind("until", owner.until())
                .bind("now", owner.now())
                .execute();
    }
}
