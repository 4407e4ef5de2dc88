package dev.demist.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/** A database at its newest schema. Thread-safe. */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final Source source;
    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private Database(Source source, HikariDataSource connections) {
        this.source = source;
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
        // Values are for no log: prompts and secrets of links are among them.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    }

    /**
     * Connects to a database and brings it to its newest schema.
     *
     * @throws DemistException STORAGE_FAILED if it cannot be reached or used
     */
    static Database open(Source source) {
        HikariDataSource connections = connect(source);
        try {
            Flyway schema = Flyway.configure()
                    .dataSource(connections)
                    .locations("classpath:dev/demist/server/store", source.migrations())
                    .load();
            requireKnown(source, schema.info());
            schema.migrate();
            return new Database(source, connections);
        } catch (DemistException e) {
            connections.close();
            throw e;
        } catch (FlywayException e) {
            connections.close();
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    source + ": it cannot be brought to this version's schema: " + e.getMessage(),
                    e);
        }
    }

    private static HikariDataSource connect(Source source) {
        HikariConfig settings = source.settings();
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setMinimumIdle(1);
        try {
            return new HikariDataSource(settings);
        } catch (PoolInitializationException e) {
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    source + ": there is no connection to it (" + reason(e) + "); start it, correct the address, or "
                            + source.wayOut(),
                    e);
        }
    }

    private static String reason(Throwable error) {
        String reason = String.valueOf(error.getMessage());
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            reason = cause instanceof UnknownHostException
                    ? "unknown host " + cause.getMessage()
                    : Objects.requireNonNullElse(cause.getMessage(), reason);
        }
        return reason;
    }

    // Flyway itself leaves a database of a newer version as it is.
    private static void requireKnown(Source source, MigrationInfoService schema) {
        MigrationInfo current = schema.current();
        if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
            String known = Stream.of(schema.all())
                    .filter(migration -> !migration.getState().name().startsWith("FUTURE"))
                    .map(migration -> String.valueOf(migration.getVersion()))
                    .reduce("none", (first, second) -> second);
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    source + ": its schema is version " + current.getVersion() + ", and this server knows only up to "
                            + known + "; start the newer server that wrote it, or " + source.wayOut());
        }
    }

    /** Does {@code work} in one transaction, beside those of other servers. */
    <T> T transact(Function<Handle, T> work) {
        AtomicReference<@Nullable RuntimeException> first = new AtomicReference<>();
        try {
            return jdbi.inTransaction(handle -> noting(first, handle, work));
        } catch (JdbiException e) {
            RuntimeException cause = first.get();
            throw failed(cause instanceof JdbiException known ? known : e);
        }
    }

    // SQLite ends a transaction by itself when the disk is full, and then ending it fails for a reason that says less.
    private static <T> T noting(
            AtomicReference<@Nullable RuntimeException> first, Handle handle, Function<Handle, T> work) {
        try {
            return work.apply(handle);
        } catch (RuntimeException e) {
            first.set(e);
            throw e;
        }
    }

    /** Does {@code work} in one transaction, beside others like this one and after those that are alone. */
    <T> T transactTogether(Function<Handle, T> work) {
        return transact(handle -> {
            source.share(handle);
            return work.apply(handle);
        });
    }

    /** Does {@code work} in one transaction while no server has another that is alone or together. */
    <T> T transactAlone(Function<Handle, T> work) {
        return transact(handle -> {
            source.lock(handle);
            return work.apply(handle);
        });
    }

    /** Reads without a transaction, hence without waiting for one. */
    <T> T read(Function<Handle, T> work) {
        try {
            return jdbi.withHandle(work::apply);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    private static DemistException failed(JdbiException e) {
        return new DemistException(ErrorCode.STORAGE_FAILED, "the database failed: " + reason(e), e);
    }

    @Override
    public void close() {
        connections.close();
    }
}
