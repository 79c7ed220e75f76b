package io.github.observability.profiling;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Threads that do what a profile should show, until they are closed.
 */
final class Busy implements AutoCloseable {

	static final String FRAME = Busy.class.getName() + ".plantedLoop";

	private static volatile long sink;

	private volatile boolean closed;

	private final Thread thread;

	private Busy(Work work) {
		CountDownLatch started = new CountDownLatch(1);
		this.thread = new Thread(() -> {
			started.countDown();
			while (!this.closed) {
				work.run();
			}
		}, "planted-1");
		this.thread.setDaemon(true);
		this.thread.start();
		await(started);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Busy computing() {
		return new Busy(() -> plantedLoop(1_000_000));
	}

	static void plantedLoop(int rounds) {
		long value = sink;
		for (int i = 0; i < rounds; i++) {
			value = value * 31 + (value >>> 7) + i;
		}
		sink = value;
	}

	static Busy allocating() {
		return new Busy(Busy::plantedAllocation);
	}

	private static void plantedAllocation() {
		sink += new double[4_000].length;
	}

	/**
	 * One thread holds a lock for most of the time, and another waits for it.
	 */
	static Busy contending() {
		ReentrantLock lock = new ReentrantLock(true);
		Busy waiting = new Busy(() -> plantedWait(lock));
		CountDownLatch held = new CountDownLatch(1);
		Thread holding = new Thread(() -> {
			while (!waiting.closed) {
				lock.lock();
				try {
					held.countDown();
					Thread.sleep(10);
				}
				catch (InterruptedException ex) {
					return;
				}
				finally {
					lock.unlock();
				}
			}
		}, "planted-2");
		holding.setDaemon(true);
		holding.start();
		await(held);
		return waiting;
	}

	private static void plantedWait(ReentrantLock lock) {
		lock.lock();
		lock.unlock();
	}

	static Busy waiting() {
		return new Busy(Busy::plantedSleep);
	}

	private static void plantedSleep() {
		try {
			Thread.sleep(20);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private interface Work {

		void run();

	}

}
