package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.demist.DemistException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledLibraryTest {

    @TempDir
    private Path torch = Path.of("");

    private Path lib = Path.of("");

    @BeforeEach
    void install() throws IOException {
        lib = Files.createDirectory(torch.resolve("lib"));
        Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    }

    @Test
    void thePythonPackageOfTheSameVersionIsTaken() throws IOException {
        Files.writeString(torch.resolve("version.py"), "__all__ = ['x']\n__version__ = '2.7.1+cu126'\ndebug = False\n");
        assertThatCode(() -> new InstalledLibrary(lib).check("2.7.1")).doesNotThrowAnyException();
    }

    @Test
    void aLibtorchOfTheSameVersionIsTaken() throws IOException {
        Files.writeString(torch.resolve("build-version"), "2.7.1+cu128\n");
        assertThat(new InstalledLibrary(lib).version()).isEqualTo("2.7.1");
    }

    @Test
    void theVersionIsReadWhereSystemsPackagesHaveIt() throws IOException {
        Path cmake = Files.createDirectories(torch.resolve("share/cmake/Torch"));
        Files.writeString(cmake.resolve("TorchConfigVersion.cmake"), "set(PACKAGE_VERSION \"2.6.0\")\n");
        assertThatThrownBy(() -> new InstalledLibrary(lib).check("2.7.1"))
                .hasMessageContainingAll("2.6.0", "2.7.1 is needed");
    }

    @Test
    void anotherVersionIsRefusedBeforeItIsLoaded() throws IOException {
        Files.writeString(torch.resolve("version.py"), "__version__ = '2.4.0'\n");
        assertThatThrownBy(() -> new InstalledLibrary(lib).check("2.7.1"))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("PYTORCH_LIBRARY_PATH", lib.toString(), "2.4.0", "2.7.1");
    }

    @Test
    void aLibraryThatDoesNotSayItsVersionIsTaken() {
        assertThatCode(() -> new InstalledLibrary(lib).check("2.7.1")).doesNotThrowAnyException();
    }

    @Test
    void djlsPartInNativeCodeIsTheOneThatGoesWithIt() throws IOException {
        assertThat(new InstalledLibrary(lib).flavor()).isEqualTo("cpu");
        Files.createFile(lib.resolve(System.mapLibraryName("torch_cuda")));
        assertThat(new InstalledLibrary(lib).flavor()).isEqualTo("cu128");
    }

    @Test
    void aMissingDriverIsNamedWithTheWayOut() throws IOException {
        RuntimeException missing = new EngineException(
                "Failed to load PyTorch native library",
                new UnsatisfiedLinkError("libcuda.so.1: cannot open shared object file"));
        assertThat(new InstalledLibrary(lib).explained(missing)).isSameAs(missing);
        Files.createFile(lib.resolve(System.mapLibraryName("torch_cuda")));
        assertThat(new InstalledLibrary(lib).explained(missing))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll(lib.toString(), "NVIDIA's driver: ", "libcuda.so.1", "unset");
        RuntimeException other = new EngineException("no space left");
        assertThat(new InstalledLibrary(lib).explained(other)).isSameAs(other);
    }

    @Test
    void aFolderWithoutTheLibraryIsRefused() {
        assertThatThrownBy(() -> new InstalledLibrary(torch).check("2.7.1"))
                .hasMessageContainingAll(torch.toString(), System.mapLibraryName("torch"), "torch/lib");
    }
}
