package dev.demist.engine.internal.model;

import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.PlainDevice;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every network among the goldens, run on inputs whose outputs the reference recorded. The folders are found by what
 * they hold: a {@code config.json} says which network it is, every {@code io*.safetensors} is a recording.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelGoldenTest {

    private Device own;
    private Device plain;

    @BeforeAll
    void open() {
        own = Device.open(2, Precision.FLOAT32);
        plain = PlainDevice.open(2, Precision.FLOAT32);
    }

    @AfterAll
    void close() {
        own.close();
        plain.close();
    }

    @TestFactory
    Stream<DynamicTest> matchesTheReference() {
        return recordings(own);
    }

    @TestFactory
    Stream<DynamicTest> matchesTheReferenceWithoutOneDnn() {
        return recordings(plain);
    }

    static Stream<DynamicTest> recordings(Device device) {
        return recordings(new ModelCheck(device, Goldens::assertClose));
    }

    static Stream<DynamicTest> recordings(ModelCheck check) {
        return Goldens.foldersWith(ModelGoldenTest::isRecording).stream()
                .flatMap(folder -> Goldens.recordings(folder, ModelGoldenTest::isRecording).stream())
                .map(file -> DynamicTest.dynamicTest(
                        file.getParent().getFileName() + " " + file.getFileName(), () -> check.check(file)));
    }

    static boolean isRecording(String file) {
        return file.matches("io.*\\.safetensors");
    }
}
