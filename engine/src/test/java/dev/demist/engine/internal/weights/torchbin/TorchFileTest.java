package dev.demist.engine.internal.weights.torchbin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TorchFileTest {

    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @Test
    void readsAStateDictThatTorchWrote() {
        Weights weights = TorchFile.open(Goldens.path("models/unet2d-ddpm/diffusion_pytorch_model.bin"));
        Weight conv = weights.find("conv_in.weight").orElseThrow();
        assertThat(conv.dtype()).isEqualTo(DType.F32);
        assertThat(conv.shape()).hasSize(4);
        assertThat(conv.data().isDirect() && conv.data().isReadOnly()).isTrue();
        assertThat(weights.names()).anyMatch(name -> name.endsWith("attentions.0.query.weight"));
    }

    @Test
    void readsTensorsInOrder() {
        Weights weights = read(Pickle.protocol2()
                .op("}")
                .text("w")
                .tensor("FloatStorage", "0", 2, 3)
                .op("s"));
        Weight w = weights.find("w").orElseThrow();
        assertThat(w.shape()).containsExactly(2, 3);
        assertThat(floats(w)).isEqualTo(FloatBuffer.wrap(SIX));
    }

    @Test
    void readsAScalarAndAnEmptyTensor() {
        Weights weights = read(Pickle.protocol2()
                .op("}")
                .text("s")
                .tensor("FloatStorage", "0", 6, 2, new long[0], new long[0])
                .op("s")
                .text("e")
                .tensor("FloatStorage", "0", 6, 6, new long[] {0, 3}, new long[] {3, 1})
                .op("s"));
        assertThat(floats(weights.find("s").orElseThrow()).get(0)).isEqualTo(3);
        assertThat(weights.find("e").orElseThrow().shape()).containsExactly(0, 3);
    }

    @Test
    void putsATransposedTensorInOrder() {
        Weights weights = read(Pickle.protocol2()
                .op("}")
                .text("t")
                .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3})
                .op("s"));
        assertThat(floats(weights.find("t").orElseThrow())).isEqualTo(FloatBuffer.wrap(new float[] {1, 4, 2, 5, 3, 6}));
    }

    @Test
    void sharesTheStorageOfTiedTensors() {
        Weights weights = read(Pickle.protocol2()
                .op("}")
                .text("a")
                .tensor("FloatStorage", "0", 6, 0, new long[] {3}, new long[] {1})
                .op("s")
                .text("b")
                .tensor("FloatStorage", "0", 6, 1, new long[] {3}, new long[] {1})
                .op("s"));
        assertThat(floats(weights.find("b").orElseThrow())).isEqualTo(FloatBuffer.wrap(new float[] {2, 3, 4}));
    }

    @Test
    void takesOnlyTheStateDictOfATrainingCheckpoint() {
        Weights weights = read(Pickle.protocol2()
                .op("}(")
                .text("callbacks")
                .op("}")
                .name("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint")
                .op("}")
                .text("best")
                .name("numpy.core.multiarray", "scalar")
                .name("numpy", "dtype")
                .text("f8")
                .raw(0x85)
                .op("R(K\u0003tb")
                .raw(0x85)
                .op("R")
                .op("ss")
                .text("optimizer")
                .tensor("FloatStorage", "0", 6)
                .text("state_dict")
                .op("}")
                .text("model.w")
                .tensor("FloatStorage", "0", 6)
                .op("s")
                .op("u"));
        assertThat(weights.names()).containsExactly("model.w");
    }

    @Test
    void readsParametersOfAModulesState() {
        Weights weights = read(Pickle.protocol2()
                .op("}")
                .text("string_to_param")
                .name("torch.nn.modules.container", "ParameterDict")
                .op(")")
                .raw(0x81)
                .op("}")
                .text("*")
                .name("torch._utils", "_rebuild_parameter")
                .op("(")
                .tensor("FloatStorage", "0", 1, 6)
                .raw(0x88)
                .name("collections", "OrderedDict")
                .op(")RtRsbs"));
        assertThat(weights.names()).containsExactly("string_to_param.*");
    }

    @Test
    void leavesOutTheAttributesOfAnOrderedDict() {
        Weights weights = read(Pickle.protocol2()
                .name("collections", "OrderedDict")
                .op(")R")
                .text("w")
                .tensor("FloatStorage", "0", 6)
                .op("s}")
                .text("_metadata")
                .op("}sb"));
        assertThat(weights.names()).containsExactly("w");
    }

    @Test
    void knowsEveryElementType() {
        Map<String, DType> types = Map.of(
                "DoubleStorage", DType.F64,
                "HalfStorage", DType.F16,
                "BFloat16Storage", DType.BF16,
                "LongStorage", DType.I64,
                "IntStorage", DType.I32,
                "ShortStorage", DType.I16,
                "CharStorage", DType.I8,
                "ByteStorage", DType.U8,
                "BoolStorage", DType.BOOL);
        types.forEach((storage, dtype) -> {
            byte[] pickle = Pickle.protocol2()
                    .op("}")
                    .text("w")
                    .tensor(storage, "7", 3)
                    .op("s")
                    .end();
            Weights weights = TorchZip.read(TorchZip.of(pickle)
                    .with("m/data/7", new byte[3 * dtype.bytes()])
                    .bytes());
            assertThat(weights.find("w").orElseThrow().dtype()).isEqualTo(dtype);
        });
    }

    private static Weights read(Pickle pickle) {
        return TorchZip.read(TorchZip.of(pickle.end()).floats("0", SIX).bytes());
    }

    private static FloatBuffer floats(Weight weight) {
        return weight.data().asFloatBuffer();
    }
}
