package dev.demist.engine.internal.weights.torchbin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;

class UnpicklerPropertyTest {

    private static final byte[] GOOD = TorchZip.of(Pickle.protocol2()
                    .op("}")
                    .text("w")
                    .tensor("FloatStorage", "0", 2)
                    .op("s")
                    .end())
            .floats("0", 1, 2)
            .bytes();

    @Property(tries = 300)
    void whatWasPickledIsRead(@ForAll Set<@AlphaChars String> names, @ForAll @IntRange(min = 1, max = 4) int rows) {
        Pickle pickle = Pickle.protocol2()
                .op("}")
                .text("")
                .tensor("FloatStorage", "0", rows, 3)
                .op("s");
        names.forEach(
                name -> pickle.text(name).tensor("FloatStorage", "0", rows, 3).op("s"));
        Weights weights = TorchZip.read(
                TorchZip.of(pickle.end()).floats("0", new float[3 * rows]).bytes());
        assertThat(weights.names()).containsAll(names);
        Weight weight = weights.find("").orElseThrow();
        assertThat(weight.shape()).containsExactly(rows, 3);
    }

    /** Programs of allowed instructions in any order: their words come in the shape that the machine expects. */
    @Property(tries = 5000)
    void anyProgramIsReadOrRefused(@ForAll("programs") List<Pickle> parts) {
        Pickle program = Pickle.protocol2()
                .op("}")
                .text("w")
                .tensor("FloatStorage", "0", 2)
                .op("s");
        parts.forEach(program::add);
        readOrRefuse(TorchZip.of(program.end()).floats("0", 1, 2).bytes());
    }

    @Property(tries = 3000)
    void aFlippedBitIsReadOrRefused(@ForAll @IntRange(max = 100_000) int at, @ForAll @IntRange(max = 7) int bit) {
        byte[] file = GOOD.clone();
        file[at % file.length] ^= (byte) (1 << bit);
        readOrRefuse(file);
    }

    private static void readOrRefuse(byte[] file) {
        try {
            assertThat(TorchZip.read(file).names()).isNotEmpty();
        } catch (DemistException refused) {
            assertThat(refused).hasMessageStartingWith("x.bin: ");
        }
    }

    @Provide
    Arbitrary<List<Pickle>> programs() {
        Arbitrary<Pickle> letters = Arbitraries.of(
                        "}", "]", ")", "(", "t", "a", "e", "s", "u", "R", "b", "Q", "N", "K\1", "\u0081", "\u0085")
                .map(letter -> new Pickle().op(letter));
        Arbitrary<Pickle> words =
                Arbitraries.of("storage", "0", "state_dict", "w", "_metadata").map(word -> new Pickle().text(word));
        Arbitrary<Pickle> names = Arbitraries.of(
                        "collections OrderedDict",
                        "torch FloatStorage",
                        "torch._utils _rebuild_tensor_v2",
                        "torch._utils _rebuild_parameter",
                        "torch.nn.modules.container ParameterDict",
                        "numpy dtype")
                .map(name -> new Pickle().name(name.split(" ")[0], name.split(" ")[1]));
        Arbitrary<Pickle> memo = Arbitraries.integers()
                .between(0, 3)
                .flatMap(slot -> Arbitraries.of(new Pickle().put(slot), new Pickle().get(slot)));
        Arbitrary<Pickle> tensors = Arbitraries.just(new Pickle().tensor("FloatStorage", "0", 2));
        return Arbitraries.oneOf(letters, words, names, memo, tensors).list().ofMaxSize(40);
    }
}
