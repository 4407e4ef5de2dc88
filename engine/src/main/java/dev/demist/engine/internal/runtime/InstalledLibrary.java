package dev.demist.engine.internal.runtime;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A libtorch that is installed on the machine, such as that of a PyTorch with CUDA, which DJL loads instead of its own.
 * Its version is checked first: another one would end the process, or compute wrongly.
 *
 * @param folder where {@code libtorch.so} is
 */
record InstalledLibrary(Path folder) {

    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final String VERSION = "(\\d+\\.\\d+\\.\\d+)";
    /** A Python package has a module that knows its version, a libtorch of its own a file. */
    private static final Pattern IN_PYTHON = Pattern.compile("__version__\\s*=\\s*'" + VERSION);

    private static final Pattern IN_FILE = Pattern.compile("^" + VERSION);

    /** Checks the library that the environment names, if it names one. */
    static void check() {
        String named = System.getProperty(PATH, System.getenv(PATH));
        if (named != null && !named.isBlank()) {
            new InstalledLibrary(Path.of(named)).check(wanted());
        }
    }

    /**
     * @param wanted the version that DJL's part in native code was built for
     * @throws DemistException ENGINE_FAILED if there is no library or it has another version
     */
    void check(String wanted) {
        if (!Files.exists(folder.resolve(System.mapLibraryName("torch")))) {
            throw failed("there is no " + System.mapLibraryName("torch") + "; name the folder 'torch/lib' of a PyTorch "
                    + wanted);
        }
        String version = version();
        if (version != null && !version.equals(wanted)) {
            throw failed("it is PyTorch " + version + ", but " + wanted + " is needed; pip install torch==" + wanted);
        }
    }

    private DemistException failed(String why) {
        return new DemistException(ErrorCode.ENGINE_FAILED, PATH + "=" + folder + ": " + why);
    }

    /** The version, null if nothing beside the library says it. */
    @Nullable
    String version() {
        return find("version.py", IN_PYTHON)
                .or(() -> find("build-version", IN_FILE))
                .orElse(null);
    }

    private Optional<String> find(String name, Pattern pattern) {
        Path file = folder.toAbsolutePath().resolveSibling(name);
        try {
            Matcher matcher = pattern.matcher(Files.isRegularFile(file) ? Files.readString(file) : "");
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that DJL's part in native code was built for. */
    static String wanted() {
        Properties properties = new Properties();
        try (InputStream stream = InstalledLibrary.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("jni_version", "");
        return version.substring(0, Math.max(0, version.indexOf('-')));
    }
}
