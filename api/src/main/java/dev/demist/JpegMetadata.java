package dev.demist;

import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** What a JPEG says about its pixels beside how they are coded. */
final class JpegMetadata {

    private JpegMetadata() {}

    /** How the pixels lie: the orientation of its EXIF data. */
    static Orientation orientation(byte[] file) throws IOException {
        List<JPEGSegment> exif = segments(file, JPEG.APP1, "Exif");
        // Two zeros end the segment's name, of which the library takes one for a part of it.
        return exif.isEmpty() ? Orientation.UPRIGHT : Orientation.ofExif(data(exif.get(0), 1));
    }

    /** The pixels in sRGB. The reader converts pictures of several colours itself, but gray ones it gives as stored. */
    static Pixels inSrgb(Pixels stored, byte[] file) throws IOException {
        return stored.colors() == 1 ? stored.inSrgb(profile(file)) : stored;
    }

    /** Joined from segments that each begin with their number and the number of all. */
    private static @Nullable ICC_Profile profile(byte[] file) throws IOException {
        ByteArrayOutputStream profile = new ByteArrayOutputStream();
        for (JPEGSegment part : segments(file, JPEG.APP2, "ICC_PROFILE")) {
            profile.writeBytes(data(part, 2));
        }
        return profile.size() == 0 ? null : Profiles.of(profile.toByteArray());
    }

    private static List<JPEGSegment> segments(byte[] file, int marker, String name) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return JPEGSegmentUtil.readSegments(in, marker, name);
        }
    }

    private static byte[] data(JPEGSegment segment, int skipped) throws IOException {
        try (InputStream data = segment.data()) {
            data.skipNBytes(skipped);
            return data.readAllBytes();
        }
    }
}
