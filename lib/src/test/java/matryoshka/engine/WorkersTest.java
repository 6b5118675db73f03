package matryoshka.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
    private static void eachOnce(Workers workers, int size, int grain) {
        AtomicIntegerArray runs = new AtomicIntegerArray(size);
        workers.parallel(size, grain, (from, to) -> {
            for (int i = (int) from; i < to; i++) runs.incrementAndGet(i);
        });
        for (int i = 0; i < size; i++) assertThat(runs.get(i)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void every_index_is_run_once(int threads) {
        try (Workers workers = new Workers(threads)) {
            assertThat(workers.threads()).isEqualTo(threads);
            for (int round = 0; round < 300; round++)
                for (int size : new int[] {0, 1, 2, 3, 7, 64, 101}) eachOnce(workers, size, 1);
            eachOnce(workers, 100, 60);
            eachOnce(workers, 100, 0);
        }
    }

    @Test
    void parts_are_cut_in_the_same_places_and_none_below_the_grain() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 200; round++) {
                Set<List<Long>> cuts = ConcurrentHashMap.newKeySet();
                workers.parallel(100, 10, (from, to) -> cuts.add(List.of(from, to)));
                assertThat(cuts).containsExactlyInAnyOrder(List.of(0L, 33L), List.of(33L, 66L), List.of(66L, 100L));
            }
            AtomicInteger parts = new AtomicInteger();
            workers.parallel(100, 40, (from, to) -> parts.incrementAndGet());
            assertThat(parts).hasValue(2);
        }
    }

    @Test
    void an_exception_of_any_part_reaches_the_caller_after_the_other_parts_are_done() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 300; round++)
                for (int bad = 0; bad < 3; bad++) {
                    int failing = bad;
                    AtomicInteger done = new AtomicInteger();
                    assertThatThrownBy(() -> workers.parallel(3, 1, (from, to) -> {
                                if (from == failing) throw new IllegalArgumentException("part " + from);
                                done.incrementAndGet();
                            }))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("part " + bad);
                    assertThat(done).hasValue(2);
                }
            eachOnce(workers, 10, 1);
        }
    }

    @Test
    void an_error_stays_an_error_and_the_workers_go_on() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.parallel(2, 1, (from, to) -> {
                        throw new StackOverflowError("both");
                    }))
                    .isInstanceOf(StackOverflowError.class);
            eachOnce(workers, 10, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void ranges_inside_ranges_work(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 300; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(30);
                workers.parallel(3, 1, (from, to) -> {
                    for (long i = from; i < to; i++) {
                        int row = 10 * (int) i;
                        workers.parallel(10, 1, (first, last) -> {
                            for (int j = (int) first; j < last; j++) runs.incrementAndGet(row + j);
                        });
                    }
                });
                for (int i = 0; i < 30; i++) assertThat(runs.get(i)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void every_task_is_run_once_and_they_are_begun_in_order(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 200; round++)
                for (int count : new int[] {0, 1, 2, 3, 7, 64}) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(count);
                    AtomicInteger begun = new AtomicInteger();
                    AtomicInteger early = new AtomicInteger();
                    workers.tasks(count, task -> {
                        // every other thread may have taken a task before this one, but not yet begun it
                        if (begun.getAndIncrement() < task - (threads - 1)) early.incrementAndGet();
                        runs.incrementAndGet(task);
                    });
                    for (int task = 0; task < count; task++)
                        assertThat(runs.get(task)).isEqualTo(1);
                    assertThat(early).hasValue(0);
                }
        }
    }

    @Test
    void an_exception_of_any_task_reaches_the_caller_after_the_other_tasks_are_done() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 100; round++)
                for (int bad = 0; bad < 7; bad++) {
                    int failing = bad;
                    AtomicInteger done = new AtomicInteger();
                    assertThatThrownBy(() -> workers.tasks(7, task -> {
                                if (task == failing) throw new IllegalArgumentException("task " + task);
                                done.incrementAndGet();
                            }))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("task " + bad);
                    assertThat(done).hasValue(6);
                }
            eachOnce(workers, 10, 1);
        }
    }

    @Test
    void an_exception_of_a_task_reaches_the_only_thread() {
        try (Workers workers = new Workers(1)) {
            assertThatThrownBy(() -> workers.tasks(2, task -> {
                        if (task == 1) throw new IllegalArgumentException("task " + task);
                    }))
                    .hasMessage("task 1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void tasks_and_ranges_inside_a_task_run_on_its_thread(int threads) {
        try (Workers workers = new Workers(threads)) {
            for (int round = 0; round < 200; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(3);
                Set<Thread> strangers = ConcurrentHashMap.newKeySet();
                workers.tasks(3, task -> {
                    Thread own = Thread.currentThread();
                    workers.tasks(5, inner -> {
                        runs.incrementAndGet(task);
                        if (Thread.currentThread() != own) strangers.add(Thread.currentThread());
                    });
                    workers.parallel(4, 1, (from, to) -> {
                        runs.addAndGet(task, (int) (to - from));
                        if (Thread.currentThread() != own) strangers.add(Thread.currentThread());
                    });
                });
                for (int task = 0; task < 3; task++) assertThat(runs.get(task)).isEqualTo(9);
                assertThat(strangers).isEmpty();
            }
        }
    }

    @Test
    void a_second_caller_runs_its_tasks_alone() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            CountDownLatch inside = new CountDownLatch(2);
            CountDownLatch end = new CountDownLatch(1);
            Thread first = Thread.ofPlatform()
                    .start(() -> workers.tasks(2, task -> {
                        inside.countDown();
                        awaitUninterrupted(end);
                    }));
            inside.await();
            List<Integer> order = new ArrayList<>();
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            workers.tasks(6, task -> {
                order.add(task);
                threads.add(Thread.currentThread());
            });
            end.countDown();
            first.join();
            assertThat(order).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void two_callers_at_once_both_get_their_work_done() throws InterruptedException {
        try (Workers workers = new Workers(3)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch start = new CountDownLatch(1);
            Runnable caller = () -> {
                try {
                    start.await();
                    for (int round = 0; round < 500; round++) eachOnce(workers, 20, 1);
                } catch (Throwable t) {
                    failure.set(t);
                }
            };
            List<Thread> callers = List.of(
                    Thread.ofPlatform().start(caller), Thread.ofPlatform().start(caller));
            start.countDown();
            for (Thread thread : callers) thread.join();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void close_ends_the_threads_and_ranges_still_run() throws InterruptedException {
        Workers workers = new Workers(3);
        Set<Thread> helpers = ConcurrentHashMap.newKeySet();
        while (helpers.size() < 2)
            workers.parallel(3, 1, (from, to) -> {
                if (Thread.currentThread().getName().startsWith("matryoshka-worker-"))
                    helpers.add(Thread.currentThread());
                else Thread.yield();
            });
        workers.close();
        for (Thread helper : helpers) helper.join();
        assertThat(helpers).noneMatch(Thread::isAlive);
        eachOnce(workers, 10, 1);
    }

    @Test
    void no_threads_is_refused() {
        assertThatThrownBy(() -> new Workers(0)).hasMessageContaining("1 or more, got 0");
    }
}
