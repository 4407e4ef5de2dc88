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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A libtorch that is installed on the machine, such as that of a PyTorch with CUDA, which DJL loads instead of its own.
 * Its version is checked first: another one would end the process, or compute wrongly.
 *
 * @param folder where {@code libtorch.so} is
 */
record InstalledLibrary(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(InstalledLibrary.class);
    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final String FLAVOR = "PYTORCH_FLAVOR";
    private static final String VERSION = "(\\d+\\.\\d+\\.\\d+)";
    /** A Python package has a module that knows its version, a libtorch of its own a file. */
    private static final Pattern IN_PYTHON = Pattern.compile("__version__\\s*=\\s*'" + VERSION);

    private static final Pattern IN_FILE = Pattern.compile("^" + VERSION);
    /** Both have this, and so has a libtorch that a system's packages brought. */
    private static final Pattern FOR_CMAKE = Pattern.compile("PACKAGE_VERSION \"" + VERSION);

    /** The library that the environment names, if it names one. */
    static Optional<InstalledLibrary> named() {
        return setting(PATH).map(Path::of).map(InstalledLibrary::new);
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name, System.getenv(name)))
                .filter(value -> !value.isBlank());
    }

    /**
     * Checks its version, and says which of DJL's parts in native code goes with it unless the environment does.
     *
     * @throws DemistException ENGINE_FAILED if there is no library or it has another version
     */
    void prepare() {
        check(wanted());
        if (setting(FLAVOR).isEmpty()) {
            System.setProperty(FLAVOR, flavor());
        }
    }

    /** The name of DJL's part in native code; the one for CUDA goes with every CUDA 12. */
    String flavor() {
        return hasCuda() ? "cu128" : "cpu";
    }

    private boolean hasCuda() {
        return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
    }

    /** What is to be said of an error while it was loaded: libraries of CUDA need that of NVIDIA's driver. */
    RuntimeException explained(RuntimeException error) {
        boolean driver = hasCuda() && NativeErrors.reason(error).matches("(?s).*(libcuda\\.so|nvcuda).*");
        return driver
                ? failed("it is a PyTorch with CUDA, which needs NVIDIA's driver: " + NativeErrors.reason(error)
                        + "; install the driver, or unset " + PATH + " to compute on the processors")
                : error;
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
        if (version == null) {
            LOG.warn("{}={}: nothing beside it says its version; {} is needed", PATH, folder, wanted);
        } else if (!version.equals(wanted)) {
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
                .or(() -> find("share/cmake/Torch/TorchConfigVersion.cmake", FOR_CMAKE))
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
