package dev.demist.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PartsTest {

    @Property(tries = 200)
    void whatIsSplitIsJoined(@ForAll @Size(max = 500) byte[] message, @ForAll @IntRange(min = 17, max = 90) int limit) {
        Parts parts = new Parts();
        List<byte[]> split = Parts.split(message, limit);
        List<byte[]> joined =
                split.stream().map(parts::add).filter(Objects::nonNull).toList();

        assertThat(split).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(limit));
        assertThat(joined).containsExactly(message);
    }

    @Property(tries = 200)
    void bytesOfOthersAreDropped(@ForAll @Size(max = 60) byte[] part) {
        new Parts().add(part);
    }

    @Test
    void aMessageThatLostAPartIsDroppedAndTheNextOneComes() {
        Parts parts = new Parts();
        List<byte[]> torn = Parts.split(new byte[100], 40);
        parts.add(torn.get(0));
        assertThat(parts.add(torn.get(2))).isNull();

        byte[] whole = {1, 2, 3};
        assertThat(parts.add(Parts.split(whole, 40).get(0))).isEqualTo(whole);
    }

    @Test
    void messagesMayBeMixed() {
        Parts parts = new Parts();
        List<byte[]> one = Parts.split(new byte[60], 40);
        List<byte[]> two = Parts.split(new byte[50], 40);
        parts.add(one.get(0));
        parts.add(two.get(0));
        parts.add(two.get(1));
        parts.add(one.get(1));
        assertThat(parts.add(one.get(2))).hasSize(60);
        assertThat(parts.add(two.get(2))).hasSize(50);
    }
}
