package dev.demist.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ArchitectureTest {

    private final JavaClasses server = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.demist.server");

    @Test
    void roomsHaveNoCycles() {
        assertThat(server).isNotEmpty();
        slices().matching("dev.demist.server.(**)").should().beFreeOfCycles().check(server);
    }

    @Test
    void engineIsSeenThroughItsEntranceOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.demist.engine.(*)..", "ai.djl..")
                .check(server);
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.demist.engine.(*)..", "ai.djl..")
                        .and(resideOutsideOfPackages("dev.demist.engine.hub")))
                .check(server);
        noClasses()
                .that()
                .resideOutsideOfPackages("..models..", "..cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.demist.engine..")
                .check(server);
    }

    @Test
    void runsKnowNeitherHttpNorSockets() {
        noClasses()
                .that()
                .resideInAPackage("..server.run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(server);
    }

    @Test
    void nothingBlocksOutsideTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..cli..")
                .should()
                .callMethod(Mono.class, "block")
                .orShould()
                .callMethod(Flux.class, "blockLast")
                .orShould()
                .callMethod(Flux.class, "blockFirst")
                .check(server);
    }
}
