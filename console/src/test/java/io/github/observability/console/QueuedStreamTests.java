package io.github.observability.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.observability.console.recording.EventHub;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QueuedStream}.
 */
class QueuedStreamTests {

	private final EventHub events = new EventHub();

	@Test
	void endsWithTheApplication() throws InterruptedException {
		CountDownLatch ended = open();
		this.events.stop();
		assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
	}

	/** A page opens its stream again as soon as it is closed. */
	@Test
	void endsAtOnceWhileTheApplicationStops() throws InterruptedException {
		this.events.stop();
		assertThat(open().await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void staysOpenOnceTheApplicationHasStartedAgain() throws InterruptedException {
		this.events.stop();
		this.events.start();
		CountDownLatch written = new CountDownLatch(1);
		QueuedStream.open(this.events, new OutputStream() {

			@Override
			public void write(int b) {
				written.countDown();
			}

		}, new byte[1], () -> {
		});
		assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
		this.events.stop();
	}

	private CountDownLatch open() {
		CountDownLatch ended = new CountDownLatch(1);
		QueuedStream.open(this.events, new ByteArrayOutputStream(), new byte[1], ended::countDown);
		return ended;
	}

}
