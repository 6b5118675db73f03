package matryoshka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who knows whom among the packages. */
class ArchitectureTest {
    /** From the words everything speaks to the commands; a package knows those of earlier lines alone. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("matryoshka"),
            List.of("matryoshka.data"),
            List.of("matryoshka.engine"),
            List.of("matryoshka.encoder"),
            List.of("matryoshka.bert", "matryoshka.vision"),
            List.of("matryoshka.model"),
            List.of("matryoshka.train"),
            List.of("matryoshka.search"),
            List.of("matryoshka.evaluate"),
            List.of("matryoshka.experiment"),
            List.of("matryoshka.chart"),
            List.of("matryoshka.notebook"),
            List.of("matryoshka.cli", "matryoshka.bench"));

    /** Where SameDiff and INDArray may be seen. */
    private static final String[] NUMERIC = {
        "matryoshka.engine",
        "matryoshka.encoder",
        "matryoshka.bert",
        "matryoshka.vision",
        "matryoshka.model",
        "matryoshka.train",
        "matryoshka.bench"
    };

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("matryoshka");
    }

    private static Stream<Arguments> layers() {
        return LAYERS.stream().flatMap(layer -> layer.stream().map(name -> Arguments.of(name, mayNotKnow(name))));
    }

    private static String[] mayNotKnow(String name) {
        int own = 0;
        while (!LAYERS.get(own).contains(name)) own++;
        return LAYERS.stream()
                .skip(own)
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void a_package_knows_only_those_above_it(String name, String[] below) {
        noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(below)
                .allowEmptyShould(true) // some packages are yet to come
                .check(classes);
    }

    @Test
    void models_and_trainers_know_no_kind_of_encoder() {
        noClasses()
                .that()
                .resideInAnyPackage("matryoshka.model", "matryoshka.train", "matryoshka.search", "matryoshka.evaluate")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("matryoshka.bert", "matryoshka.vision")
                .check(classes);
    }

    @Test
    void samediff_stays_where_graphs_are_built_and_run() {
        noClasses()
                .that()
                .resideOutsideOfPackages(NUMERIC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..")
                .check(classes);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching("matryoshka.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void every_package_has_its_layer() {
        List<String> known = LAYERS.stream().flatMap(List::stream).toList();
        assertThat(classes.stream().map(each -> each.getPackageName()).distinct())
                .contains("matryoshka", "matryoshka.engine", "matryoshka.train")
                .isSubsetOf(known);
        assertThat(known).containsAll(Arrays.asList(NUMERIC));
    }
}
