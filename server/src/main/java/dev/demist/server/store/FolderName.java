package dev.demist.server.store;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.internal.file.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Holds a folder and its records together: records that are not in the folder know it by its name. */
final class FolderName {

    private static final String FILE = "store";

    private FolderName() {}

    /** The file of the records that are in the folder itself. */
    static Path records(Path folder) {
        return folder.resolve("demist.db");
    }

    /** Refuses a folder whose records are in PostgreSQL. */
    static void requireRecordsHere(Path folder) {
        if (Files.exists(folder.resolve(FILE))) {
            throw failed("data: the runs in " + folder
                    + " are kept in PostgreSQL; name it with --store, or choose another folder with --data");
        }
    }

    /** Refuses a folder that has records of its own. */
    static void requireNoRecords(Path folder) {
        if (Files.exists(records(folder))) {
            throw failed("data: " + folder + " holds runs of its own, in "
                    + records(folder).getFileName() + "; choose another folder with --data, or start without --store");
        }
    }

    /** Refuses a folder that does not belong to the records in {@code database}; new ones belong together. */
    static void require(Path folder, Database database, Source source) {
        database.transactAlone(handle -> {
            Optional<String> known = handle.createQuery("SELECT name FROM folder")
                    .mapTo(String.class)
                    .findOne();
            Optional<String> own = Folders.text(folder.resolve(FILE));
            if (known.isEmpty() && !Files.exists(folder.resolve(FileBlobs.RUNS))) {
                return name(folder, handle);
            }
            if (known.isEmpty() || !known.equals(own)) {
                throw failed("data: " + folder + " is not the folder with the states and pictures of the runs in "
                        + source + "; choose that one with --data, or " + source.wayOut());
            }
            return known.get();
        });
    }

    private static String name(Path folder, Handle handle) {
        String name = UUID.randomUUID().toString();
        handle.execute("INSERT INTO folder (name) VALUES (?)", name);
        AtomicFile.write(folder.resolve(FILE), name.getBytes(StandardCharsets.UTF_8));
        return name;
    }

    private static DemistException failed(String message) {
        return new DemistException(ErrorCode.STORAGE_FAILED, message);
    }
}
