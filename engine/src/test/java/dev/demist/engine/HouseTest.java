package dev.demist.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rooms of the house and who may look into which; the server holds its own rules. */
class HouseTest {

    private static final String SPI = "dev.demist.scheduler";
    private static final String[] MODULES = {
        SPI, "dev.demist", "dev.demist.schedulers", "dev.demist.engine.internal.pipeline"
    };

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.demist");

    @Test
    void everyModuleIsSeenHere() {
        assertThat(MODULES).allMatch(HOUSE::containPackage);
    }

    @Test
    void pluginsCompileAgainstPlainJava() {
        classes()
                .that()
                .resideInAPackage(SPI)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SPI, "java..", "org.jspecify..")
                .check(HOUSE);
        classes()
                .that()
                .resideInAPackage("dev.demist.schedulers..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.demist.schedulers..", SPI, "java..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void applicationsCompileAgainstReactorJacksonAndTheSpi() {
        classes()
                .that()
                .resideInAPackage("dev.demist")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.demist",
                        "dev.demist.internal..",
                        SPI,
                        "java..",
                        "javax.imageio..",
                        "com.twelvemonkeys..",
                        "org.w3c.dom",
                        "com.fasterxml.jackson..",
                        "org.jspecify..",
                        "reactor..",
                        "org.reactivestreams")
                .check(HOUSE);
    }

    @Test
    void nativeCodeIsSeenInTwoRoomsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.demist.engine.internal.runtime", "dev.demist.engine.tokenizer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("dev.demist.engine.tokenizer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..", "ai.djl.engine..")
                .check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.demist.engine.internal.(*)..", "dev.demist.schedulers.(*).."})
    void roomsHaveNoCycles(String rooms) {
        slices().matching(rooms).should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void roomsDoNotLookUpToTheEntrance() {
        noClasses()
                .that()
                .resideInAPackage("dev.demist.engine.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.demist.engine")
                .check(HOUSE);
    }

    @Test
    void schedulersAreKnownThroughTheSpiOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.demist.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.demist.schedulers..")
                .check(HOUSE);
    }

    @Test
    void nothingBlocksTheThreadThatAsksForStates() {
        noClasses()
                .should()
                .callMethod(Mono.class, "block")
                .orShould()
                .callMethod(Flux.class, "blockFirst")
                .orShould()
                .callMethod(Flux.class, "blockLast")
                .check(HOUSE);
    }
}
