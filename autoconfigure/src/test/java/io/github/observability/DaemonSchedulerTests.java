package io.github.observability;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DaemonScheduler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DaemonSchedulerTests {

	private final DaemonScheduler scheduler = new DaemonScheduler("test-daemon");

	@AfterEach
	void stop() {
		this.scheduler.stop();
	}

	@Test
	void runsAgainAfterExceptionsAndErrorsAndLogsTheFirst(CapturedOutput output) throws InterruptedException {
		CountDownLatch runs = new CountDownLatch(4);
		this.scheduler.start(() -> {
			runs.countDown();
			if (runs.getCount() % 2 == 0) {
				throw new IllegalStateException("planted");
			}
			throw new NoClassDefFoundError("planted");
		}, Duration.ZERO, Duration.ofMillis(1));
		assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
		this.scheduler.stop();
		assertThat(output.getAll().split("A task of 'test-daemon' failed", -1)).hasSize(2);
	}

	@Test
	void runsOnANamedDaemonThread() throws InterruptedException {
		AtomicReference<Thread> thread = new AtomicReference<>();
		CountDownLatch run = new CountDownLatch(1);
		this.scheduler.once(() -> {
			thread.set(Thread.currentThread());
			run.countDown();
		}, Duration.ZERO);
		assertThat(run.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(thread.get().getName()).isEqualTo("test-daemon");
		assertThat(thread.get().isDaemon()).isTrue();
		thread.get().join(TimeUnit.SECONDS.toMillis(30));
		assertThat(thread.get().isAlive()).isFalse();
	}

	@Test
	void startsOnceAndAgainAfterAStop() throws InterruptedException {
		AtomicInteger others = new AtomicInteger();
		CountDownLatch first = new CountDownLatch(1);
		this.scheduler.start(first::countDown, Duration.ZERO, Duration.ofHours(1));
		this.scheduler.start(others::incrementAndGet, Duration.ZERO, Duration.ofHours(1));
		assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
		this.scheduler.stop();
		assertThat(this.scheduler.isRunning()).isFalse();
		CountDownLatch second = new CountDownLatch(1);
		this.scheduler.start(second::countDown, Duration.ZERO, Duration.ofHours(1));
		assertThat(this.scheduler.isRunning()).isTrue();
		assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(others).hasValue(0);
	}

}
