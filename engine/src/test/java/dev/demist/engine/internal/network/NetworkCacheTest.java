package dev.demist.engine.internal.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** Networks are named by letters; each takes one byte. */
final class NetworkCacheTest {

    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void twoUsersShareOneOpening() {
        NetworkCache cache = new NetworkCache(0);
        acquire(cache, "a");
        acquire(cache, "a");
        assertThat(opened).containsExactly("a");
    }

    @Test
    void withoutABudgetTheLastUserCloses() {
        NetworkCache cache = new NetworkCache(0);
        Lease<?> one = acquire(cache, "a");
        Lease<?> other = acquire(cache, "a");
        one.close();
        assertThat(closed).isEmpty();
        other.close();
        assertThat(closed).containsExactly("a");
        acquire(cache, "a");
        assertThat(opened).containsExactly("a", "a");
    }

    @Test
    void withinTheBudgetItStaysOpenWithoutAUser() {
        NetworkCache cache = new NetworkCache(2);
        acquire(cache, "a").close();
        acquire(cache, "b").close();
        acquire(cache, "a").close();
        assertThat(opened).containsExactly("a", "b");
        assertThat(closed).isEmpty();
    }

    @Test
    void roomForOtherThingsIsTakenFromIdleNetworks() {
        NetworkCache cache = new NetworkCache(3);
        acquire(cache, "a").close();
        acquire(cache, "b").close();
        Lease<Long> room = cache.room(2);
        assertThat(closed).containsExactly("a");
        acquire(cache, "c").close();
        assertThat(closed).containsExactly("a", "b");
        room.close();
        room.close();
        acquire(cache, "a").close();
        acquire(cache, "b").close();
        assertThat(closed).containsExactly("a", "b");
    }

    @Test
    void theLeastRecentlyUsedIsClosedForAnotherOne() {
        NetworkCache cache = new NetworkCache(2);
        acquire(cache, "a").close();
        acquire(cache, "b").close();
        acquire(cache, "a").close();
        acquire(cache, "c").close();
        assertThat(closed).containsExactly("b");
    }

    @Test
    void roomIsMadeBeforeTheNextOneIsOpened() {
        NetworkCache cache = new NetworkCache(1);
        acquire(cache, "a").close();
        cache.lease(new Openable<>("b", () -> 1, () -> {
            assertThat(closed).containsExactly("a");
            return closing("b");
        }));
    }

    @Test
    void whatHasAUserIsNeverClosed() {
        NetworkCache cache = new NetworkCache(1);
        Lease<?> used = acquire(cache, "a");
        acquire(cache, "b").close();
        assertThat(closed).containsExactly("b");
        used.close();
        assertThat(closed).containsExactly("b");
    }

    @Test
    void oneThatDoesNotFitAtAllIsClosedAfterUse() {
        NetworkCache cache = new NetworkCache(1);
        cache.lease(new Openable<>("a", () -> 2, () -> closing("a"))).close();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void closingTwiceLetsGoOnce() {
        NetworkCache cache = new NetworkCache(0);
        Lease<?> one = acquire(cache, "a");
        acquire(cache, "a");
        one.close();
        one.close();
        assertThat(closed).isEmpty();
    }

    @Test
    void aFailedOpeningLeavesNothingBehind() {
        NetworkCache cache = new NetworkCache(1);
        DemistException failure = new DemistException(ErrorCode.CORRUPT_FILE, "x");
        assertThatThrownBy(() -> cache.lease(new Openable<>("a", () -> 1, () -> {
                    throw failure;
                })))
                .isSameAs(failure);
        acquire(cache, "a").close();
        acquire(cache, "a").close();
        assertThat(opened).containsExactly("a");
    }

    @Test
    void manyWhoAskAtOnceWaitForOneOpening() {
        NetworkCache cache = new NetworkCache(1);
        Stream.generate(() -> CompletableFuture.runAsync(() -> acquire(cache, "a")))
                .limit(16)
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(opened).containsExactly("a");
    }

    @Test
    void openingOneDoesNotHoldUpAnother() {
        NetworkCache cache = new NetworkCache(2);
        CountDownLatch otherIsOpen = new CountDownLatch(1);
        CompletableFuture<Lease<?>> slow =
                CompletableFuture.supplyAsync(() -> cache.lease(new Openable<>("slow", () -> 1, () -> {
                    await(otherIsOpen);
                    return closing("slow");
                })));
        acquire(cache, "quick");
        otherIsOpen.countDown();
        slow.join().close();
        assertThat(closed).isEmpty();
    }

    @Test
    void closingAllClosesWhatIsStillOpen() {
        NetworkCache cache = new NetworkCache(2);
        acquire(cache, "a");
        acquire(cache, "b").close();
        cache.close();
        assertThat(closed).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void withoutABudgetAKeptNetworkStaysOpenUntilItsKeeperCloses() {
        NetworkCache cache = new NetworkCache(0);
        Lease<?> keeper = cache.keep(network("a"));
        acquire(cache, "a").close();
        assertThat(opened).containsExactly("a");
        assertThat(closed).isEmpty();
        keeper.close();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void whatIsKeptIsClosedAfterWhatIsNot() {
        NetworkCache cache = new NetworkCache(2);
        cache.keep(network("a"));
        acquire(cache, "b").close();
        acquire(cache, "c").close();
        assertThat(closed).containsExactly("b");
    }

    @Test
    void aKeptNetworkMakesRoomInABudgetAndIsOpenedAgainWhenItIsUsed() {
        NetworkCache cache = new NetworkCache(1);
        Lease<?> keeper = cache.keep(network("a"));
        acquire(cache, "b").close();
        assertThat(closed).containsExactly("a");
        acquire(cache, "a").close();
        assertThat(opened).containsExactly("a", "b", "a");
        assertThat(cache.open()).containsExactly("a");
        keeper.close();
        assertThat(cache.open()).containsExactly("a");
    }

    @Test
    void twoKeepersAreCounted() {
        NetworkCache cache = new NetworkCache(0);
        Lease<?> one = cache.keep(network("a"));
        Lease<?> other = cache.keep(network("a"));
        one.close();
        assertThat(closed).isEmpty();
        other.close();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void aLeaseThatComesAfterItsSubscriberHasGoneIsClosed() {
        NetworkCache cache = new NetworkCache(0);
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch isCancelled = new CountDownLatch(1);
        CompletableFuture<Void> isClosed = new CompletableFuture<>();
        Openable<AutoCloseable> slow = new Openable<>("slow", () -> 1, () -> {
            opening.countDown();
            awaitUninterruptibly(isCancelled);
            return () -> isClosed.complete(null);
        });
        Disposable user = Lease.of(() -> cache.lease(slow)).subscribe();
        await(opening);
        user.dispose();
        isCancelled.countDown();
        isClosed.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(cache.open()).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private Lease<?> acquire(NetworkCache cache, String name) {
        return cache.lease(network(name));
    }

    private Openable<?> network(String name) {
        return new Openable<>(name, () -> 1, () -> {
            opened.add(name);
            return closing(name);
        });
    }

    private AutoCloseable closing(String name) {
        return () -> closed.add(name);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
