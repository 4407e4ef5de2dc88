package dev.demist.engine.internal.weights.lora;

import dev.demist.engine.internal.weights.Weights;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adaptations of weights that are not, or not only, pairs of down and up matrices, by the names of their tensors. */
public enum OtherAdaptation {
    /** Liu et al. 2024, arXiv:2402.09353. */
    DORA("DoRA", ".*(dora_scale|magnitude_vector).*"),
    /** Hadamard products, of LyCORIS. */
    LOHA("LoHa (LyCORIS)", ".*\\.hada_.*"),
    /** Kronecker products, of LyCORIS. */
    LOKR("LoKr (LyCORIS)", ".*\\.lokr_.*"),
    /** The scales and shifts of norms. */
    NORM("norms (LyCORIS)", ".*\\.[wb]_norm"),
    /** Differences of whole weights. */
    DIFFERENCE("full weight difference (LyCORIS)", ".*\\.(diff|diff_b|set_weight)"),
    /** Convolutions in three factors. */
    TUCKER("Tucker-decomposed LoRA (LoCon with lora_mid)", ".*\\.lora_mid.*"),
    /** Biases beside the matrices. */
    BIAS("LoRA with biases", ".*\\.(lora_[AB]|lora_down|lora_up|lora\\.down|lora\\.up)(\\.[^.]+)?\\.bias"),
    /** Rotations of weights. */
    OFT("OFT", ".*\\.(oft_|boft_).*"),
    /** Chavan et al. 2023, arXiv:2306.07967. */
    GLORA("GLoRA (LyCORIS)", ".*\\.(a1|a2|b1|b2|bm1|bm2)\\.weight"),
    /** Liu et al. 2022, arXiv:2205.05638. */
    IA3("(IA)3", ".*(\\.on_input|ia3_l).*"),
    /** Matrices of an embedding. */
    EMBEDDING("LoRA of an embedding", ".*lora_embedding_[AB].*");

    private final String title;
    private final Pattern names;

    OtherAdaptation(String title, String names) {
        this.title = title;
        this.names = Pattern.compile(names);
    }

    /** The adaptation that a tensor belongs to; empty for one of a plain LoRA and for anything else. */
    public static Optional<OtherAdaptation> of(String name) {
        return Stream.of(values())
                .filter(it -> it.names.matcher(name).matches())
                .findFirst();
    }

    /** The adaptation that a file holds, alone or beside a plain LoRA. */
    public static Optional<OtherAdaptation> in(Weights weights) {
        return weights.names().stream().flatMap(name -> of(name).stream()).findFirst();
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }
}
