package dev.demist.server.run.store;

import dev.demist.server.run.Marks;
import dev.demist.server.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * The records of accepted runs, as one process ("node") of possibly several sees them. An unfinished run belongs to one
 * node, whose lease of it ends unless it is renewed; then another node may take the run over.
 */
public interface RunRecords {

    /** The length of a lease that is not renewed. */
    Duration LEASE = Duration.ofSeconds(30);

    /**
     * Keeps new runs of this node, all or none, with the pictures that they were given; they are safe when this
     * completes. A picture is kept once for all runs that use it.
     *
     * @param pictures by their references
     */
    Mono<Void> insert(List<Run> runs, Map<String, byte[]> pictures);

    /** Which of {@code references} are pictures that runs of {@code user} were given. */
    Mono<Set<String>> usable(String user, List<String> references);

    /** Keeps a run's progress. Fails with CONFLICT if the run no longer belongs to this node. */
    Mono<Void> update(Run run);

    /** The greatest id of all runs; empty if there is none. */
    Mono<String> greatestId();

    /**
     * Keeps what {@code change} makes of a run's marks, one change after the other; the run as it is then, empty if
     * there is none.
     */
    Mono<Run> mark(String id, UnaryOperator<Marks> change);

    /** A run by its id, be it deleted or not; empty if there is none. */
    Mono<Run> find(String id);

    /** A user's runs, newest first, without those that are deleted. */
    Mono<List<Run>> list(String user, RunQuery query);

    /** The ids of a user's runs, deleted ones included. */
    Mono<List<String>> ids(String user);

    /** Takes the unfinished runs that belong to this node, to none, or to one whose lease has ended; oldest first. */
    Mono<List<Run>> recover();

    /** Renews the lease of this node's runs, and takes over those of other nodes whose lease has ended. */
    Mono<Lease> renew();

    /** Asks the node that has an unfinished run for a change of it; the last wish counts. */
    Mono<Void> wish(String id, Wish wish);

    /** What others wish of this node's unfinished runs, by their ids; it is forgotten with this. */
    Mono<Map<String, Wish>> wishes();

    /** This node's unfinished runs whose marks were changed, here or elsewhere, since this was asked the last time. */
    Mono<List<Run>> marked();

    /** Forgets the runs that were deleted at {@code until} or before, but for those that forks began with. */
    Mono<Purge> purge(Instant until);

    /** The runs that have ended and are not kept, of all users, newest first. */
    Mono<List<EndedRun>> ended();

    /** Completes if records can be written now. */
    Mono<Void> check();

    /** Deletes a run, and the pictures that it was given unless another run uses them. */
    Mono<Void> delete(String id);
}
