package dev.demist.server.store;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;

/** An SQLite file. Commits are on the disk when they return, and there is one transaction at a time. */
record SqliteFile(Path file) implements Source {

    @Override
    public HikariConfig settings() {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl("jdbc:sqlite:" + file);
        settings.addDataSourceProperty("journal_mode", "WAL");
        settings.addDataSourceProperty("synchronous", "FULL");
        settings.addDataSourceProperty("busy_timeout", "5000");
        settings.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return settings;
    }

    @Override
    public String migrations() {
        return "classpath:dev/demist/server/sqlite";
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public String wayOut() {
        return "choose another folder with --data";
    }

    @Override
    public void lock(Handle handle) {
        // Every transaction is alone.
    }

    @Override
    public void share(Handle handle) {
        // As above.
    }

    @Override
    public long now(Handle handle) {
        return System.currentTimeMillis();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
