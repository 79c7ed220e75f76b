package io.github.observability.logging.delivery;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;

/**
 * Program that ends while a daemon thread writes the lines of its main thread.
 */
public final class EndingProgram {

	static final int LINES = 100;

	private static final CountDownLatch reached = new CountDownLatch(1);

	private static final CountDownLatch ending = new CountDownLatch(1);

	private EndingProgram() {
	}

	public static void main(String[] args) throws InterruptedException {
		CombiningWriter writer = new CombiningWriter((bytes, offset, length) -> {
			reached.countDown();
			try {
				ending.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			System.out.write(bytes, offset, length);
			System.out.flush();
			return true;
		}, new DeliveryCounts(), false);
		Thread other = new Thread(() -> writer.write(line("other"), Level.INFO_INT));
		other.setDaemon(true);
		other.start();
		reached.await();
		for (int i = 0; i < LINES; i++) {
			writer.write(line("main " + i), Level.INFO_INT);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
		if (args.length != 0) {
			throw new IllegalStateException("The start failed");
		}
		System.exit(0);
	}

	private static byte[] line(String text) {
		return (text + "\n").getBytes(StandardCharsets.UTF_8);
	}

}
