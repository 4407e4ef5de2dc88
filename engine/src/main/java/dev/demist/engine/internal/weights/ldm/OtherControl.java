package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.Weights;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Networks that let a picture steer in other ways than a ControlNet, by the names of their weights. */
public enum OtherControl {
    /** Small networks within the attention layers, of kohya's scripts. */
    LLLITE("ControlNet-LLLite", "lllite_.*"),
    /** A ControlNet as a low-rank difference from the U-Net. */
    LORA("Control-LoRA", "lora_controlnet|.*input_hint_block.*\\.(up|down)"),
    /** A ControlNet as a difference from the U-Net. */
    DIFFERENCE("ControlNet stored as a difference", "difference"),
    /** One network for several kinds of pictures. */
    UNION(
            "ControlNet Union",
            "(control_model\\.)?(task_embedding|control_add_embedding\\..*|control_type_embedding.*)"),
    /** Mou et al. 2023, arXiv:2302.08453. */
    T2I("T2I-Adapter", "(adapter\\.)?body\\.\\d+\\..*"),
    /** Ye et al. 2023, arXiv:2308.06721. */
    IP("IP-Adapter", "(ip_adapter|image_proj)\\..*"),
    /** For transformers. */
    TRANSFORMER("ControlNet of a transformer (FLUX, Stable Diffusion 3)", "controlnet_(x_embedder|blocks)\\..*");

    private final String title;
    private final Pattern names;

    OtherControl(String title, String names) {
        this.title = title;
        this.names = Pattern.compile(names);
    }

    /** What a file holds; empty for a ControlNet and for anything else. */
    public static Optional<OtherControl> in(Weights file) {
        return Stream.of(values())
                .filter(kind -> file.names().stream()
                        .anyMatch(name -> kind.names.matcher(name).matches()))
                .findFirst();
    }

    /** Fails with UNSUPPORTED_MODEL if a file holds one of these. */
    static void refuse(Weights file) {
        in(file).ifPresent(kind -> {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file.origin() + ": it is a " + kind.title
                            + ", which is not supported; choose a ControlNet of Stable" + " Diffusion 1, 2 or XL");
        });
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }
}
