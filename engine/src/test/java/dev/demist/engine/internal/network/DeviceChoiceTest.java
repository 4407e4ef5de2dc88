package dev.demist.engine.internal.network;

import static dev.demist.engine.internal.network.DeviceChoice.SETTLED;
import static dev.demist.engine.internal.network.DeviceChoice.SPREAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeviceChoiceTest {

    private static final Standing EMPTY = new Standing(false, true, false, true, true, 0);
    private static final Standing BUSY = new Standing(false, true, false, true, true, 3);
    private static final Standing OPEN = new Standing(false, true, true, true, true, 0);
    private static final Standing OPEN_AND_BUSY = new Standing(false, true, true, true, true, 2);
    private static final Standing CROWDED = new Standing(false, true, false, true, false, 0);
    private static final Standing FULL = new Standing(false, true, false, false, false, 1);
    private static final Standing SMALL = new Standing(false, false, false, false, false, 0);
    private static final Standing PROCESSORS = new Standing(true, true, false, true, true, 0);

    @ParameterizedTest
    @EnumSource
    void whereThereAreFewestUsers(DeviceChoice choice) {
        assertThat(choice.best(List.of(BUSY, EMPTY))).hasValue(1);
        assertThat(choice.best(List.of(EMPTY, EMPTY))).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingHasToLeaveRatherThanWhereSomethingIdleHasTo(DeviceChoice choice) {
        assertThat(choice.best(List.of(FULL, CROWDED, BUSY))).hasValue(2);
        assertThat(choice.best(List.of(FULL, CROWDED))).hasValue(1);
        assertThat(choice.best(List.of(FULL, SMALL))).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void onTheProcessorsOnlyWhatFitsNowhereElse(DeviceChoice choice) {
        assertThat(choice.best(List.of(PROCESSORS, FULL))).hasValue(1);
        assertThat(choice.best(List.of(PROCESSORS, SMALL))).hasValue(0);
        assertThat(choice.best(List.of(SMALL, SMALL))).isEmpty();
    }

    @Test
    void whatIsUsedBrieflyStaysWhereItIsOpen() {
        assertThat(SETTLED.best(List.of(EMPTY, OPEN_AND_BUSY))).hasValue(1);
    }

    @Test
    void denoisersAreOpenedOnceMoreWhereThereIsRoom() {
        assertThat(SPREAD.best(List.of(OPEN_AND_BUSY, EMPTY))).hasValue(1);
        assertThat(SPREAD.best(List.of(OPEN_AND_BUSY, CROWDED))).hasValue(0);
        assertThat(SPREAD.best(List.of(EMPTY, OPEN))).hasValue(1);
    }
}
