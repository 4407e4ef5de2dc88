package dev.demist.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.Path;
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
import org.jspecify.annotations.Nullable;

/** An SQLite file at its newest schema. Commits are on the disk when they return. Thread-safe. */
final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 4;

    private final HikariDataSource connections;
    private final Jdbi jdbi;

    private Database(HikariDataSource connections) {
        this.connections = connections;
        this.jdbi = Jdbi.create(connections);
    }

    static Database open(Path file) {
        HikariDataSource connections = new HikariDataSource(settings(file));
        try {
            Flyway schema = Flyway.configure()
                    .dataSource(connections)
                    .locations("classpath:dev/demist/server/store", "classpath:dev/demist/server/sqlite")
                    .load();
            requireKnown(file, schema.info());
            schema.migrate();
            return new Database(connections);
        } catch (DemistException e) {
            connections.close();
            throw e;
        } catch (FlywayException e) {
            connections.close();
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    file + ": it cannot be brought to this version's schema: " + e.getMessage(),
                    e);
        }
    }

    // Flyway itself leaves a database of a newer version as it is.
    private static void requireKnown(Path file, MigrationInfoService schema) {
        MigrationInfo current = schema.current();
        if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
            String known = Stream.of(schema.all())
                    .filter(migration -> !migration.getState().name().startsWith("FUTURE"))
                    .map(migration -> String.valueOf(migration.getVersion()))
                    .reduce("none", (first, second) -> second);
            throw new DemistException(
                    ErrorCode.STORAGE_FAILED,
                    file + ": its schema is version " + current.getVersion() + ", and this server knows only up to "
                            + known + "; start the newer server that wrote it, or choose another folder with --data");
        }
    }

    private static HikariConfig settings(Path file) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl("jdbc:sqlite:" + file);
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setMinimumIdle(1);
        settings.addDataSourceProperty("journal_mode", "WAL");
        settings.addDataSourceProperty("synchronous", "FULL");
        settings.addDataSourceProperty("busy_timeout", "5000");
        settings.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return settings;
    }

    /** Does {@code work} in one transaction. */
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

    /** Reads without a transaction, hence without waiting for one. */
    <T> T read(Function<Handle, T> work) {
        try {
            return jdbi.withHandle(work::apply);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    private static DemistException failed(JdbiException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new DemistException(ErrorCode.STORAGE_FAILED, "the database failed: " + cause.getMessage(), e);
    }

    @Override
    public void close() {
        connections.close();
    }
}
