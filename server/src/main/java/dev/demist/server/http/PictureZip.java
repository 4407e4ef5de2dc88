package dev.demist.server.http;

import dev.demist.server.run.Run;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP of pictures, made part by part. They are stored as they are, for a PNG is compressed. Not thread-safe. */
final class PictureZip {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);
    private final Set<String> names = new HashSet<>();

    /** The bytes of the entry of a run's picture. */
    Buffer entry(Run run, byte[] png) {
        ZipEntry entry = new ZipEntry(free(PictureName.of(run)));
        CRC32 sum = new CRC32();
        sum.update(png);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(png.length);
        entry.setCrc(sum.getValue());
        entry.setLastModifiedTime(FileTime.from(run.createdAt()));
        try {
            zip.putNextEntry(entry);
            zip.write(png);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken();
    }

    /** The bytes after the last entry. */
    Buffer end() {
        try {
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken();
    }

    private Buffer taken() {
        Buffer part = Buffer.buffer(bytes.toByteArray());
        bytes.reset();
        return part;
    }

    // Two pictures of one prompt and seed differ in the rest: demist-apple-42-2.png.
    private String free(String name) {
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name.replace(".png", "-" + number + ".png");
        }
        return free;
    }
}
