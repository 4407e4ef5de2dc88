package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which parts of a model are on a device in which phase of a run: encode, denoise, decode. */
final class ResidencyTest {

    private static final int ENCODER = 8;
    private static final int TRANSFORMER = 10;
    private static final int AUTOENCODER = 1;

    private final Set<String> there = new LinkedHashSet<>();
    private final List<String> letGo = new ArrayList<>();
    private final Residency.Resident encoder = part("text_encoder", ENCODER);
    private final Residency.Resident transformer = part("transformer", TRANSFORMER);
    private final Residency.Resident autoencoder = part("vae", AUTOENCODER);

    @Test
    void allStayWhereAllFit() {
        drawTwice(new Residency(ENCODER + TRANSFORMER + AUTOENCODER));
        assertThat(there).containsExactlyInAnyOrder("text_encoder", "transformer", "vae");
        assertThat(letGo).isEmpty();
    }

    @Test
    void withoutABudgetAllStay() {
        drawTwice(new Residency(0));
        assertThat(there).hasSize(3);
    }

    @Test
    void theEncoderLeavesForTheTransformerAndComesBackForTheNextPrompt() {
        Residency device = new Residency(TRANSFORMER + AUTOENCODER);
        enter(device, encoder, "text_encoder");
        assertThat(there).containsExactly("text_encoder");
        enter(device, transformer, "transformer");
        assertThat(there).containsExactly("transformer");
        enter(device, autoencoder, "vae");
        assertThat(there).containsExactly("transformer", "vae");
        enter(device, encoder, "text_encoder");
        assertThat(there).containsExactlyInAnyOrder("text_encoder", "vae");
    }

    @Test
    void theAutoencoderComesAloneWhereItFitsBesideNothing() {
        Residency device = new Residency(TRANSFORMER);
        drawTwice(device);
        assertThat(there).containsExactly("vae");
        assertThat(letGo).containsExactly("text_encoder", "transformer", "vae", "text_encoder", "transformer");
    }

    @Test
    void whatIsUsedAgainStaysLonger() {
        Residency device = new Residency(ENCODER + AUTOENCODER);
        enter(device, autoencoder, "vae");
        enter(device, encoder, "text_encoder");
        enter(device, autoencoder, "vae");
        enter(device, part("preview", 1), "preview");
        assertThat(letGo).containsExactly("text_encoder");
    }

    @Test
    void whereMemoryIsShortAllOthersLeave() {
        Residency device = new Residency(0);
        drawTwice(device);
        assertThat(device.leaveOnly(transformer)).isTrue();
        assertThat(there).containsExactly("transformer");
        assertThat(device.leaveOnly(transformer)).isFalse();
    }

    @Test
    void whatWasFreedTakesNoRoom() {
        Residency device = new Residency(TRANSFORMER);
        enter(device, transformer, "transformer");
        device.forget(transformer);
        enter(device, encoder, "text_encoder");
        assertThat(letGo).isEmpty();
    }

    private void drawTwice(Residency device) {
        for (int i = 0; i < 2; i++) {
            enter(device, encoder, "text_encoder");
            enter(device, transformer, "transformer");
            enter(device, autoencoder, "vae");
        }
    }

    private void enter(Residency device, Residency.Resident part, String name) {
        device.enter(part);
        there.add(name);
    }

    private Residency.Resident part(String name, long bytes) {
        return new Residency.Resident() {
            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void letGo() {
                there.remove(name);
                letGo.add(name);
            }
        };
    }
}
