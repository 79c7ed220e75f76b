package io.github.observability.logging.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Output whose first write blocks until it is told to go on.
 */
final class GatedOutput implements LineOutput {

	private final CountDownLatch reached = new CountDownLatch(1);

	private final CountDownLatch gate = new CountDownLatch(1);

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final List<Integer> lengths = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private volatile boolean refusing;

	@Override
	public boolean write(byte[] bytes, int offset, int length) {
		this.threads.add(Thread.currentThread());
		this.reached.countDown();
		awaitQuietly(this.gate);
		this.lengths.add(length);
		if (this.refusing) {
			return false;
		}
		this.bytes.write(bytes, offset, length);
		return true;
	}

	void refuse(boolean refusing) {
		this.refusing = refusing;
	}

	void awaitReached() {
		awaitQuietly(this.reached);
	}

	void open() {
		this.gate.countDown();
	}

	List<Integer> lengths() {
		return this.lengths;
	}

	List<Thread> threads() {
		return this.threads;
	}

	String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

	List<String> lines() {
		return text().lines().toList();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
