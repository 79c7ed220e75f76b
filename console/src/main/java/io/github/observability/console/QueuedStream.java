package io.github.observability.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.github.observability.console.recording.EventHub;

/**
 * {@link EventHub.Stream} that a thread of its own writes to a blocking output stream.
 */
final class QueuedStream implements EventHub.Stream {

	private static final int MAX_WAITING = 32;

	private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

	private final OutputStream output;

	private final Runnable afterwards;

	private final Thread thread;

	/** A thread that has not started yet cannot be interrupted. */
	private volatile boolean closed;

	private QueuedStream(EventHub events, OutputStream output, Runnable afterwards) {
		this.output = output;
		this.afterwards = afterwards;
		this.thread = new Thread(() -> write(events), "observability-console-events");
		this.thread.setDaemon(true);
	}

	static QueuedStream open(EventHub events, OutputStream output, byte[] first, Runnable afterwards) {
		QueuedStream stream = new QueuedStream(events, output, afterwards);
		stream.send(first);
		events.open(stream);
		stream.thread.start();
		return stream;
	}

	@Override
	public boolean send(byte[] event) {
		return this.waiting.offer(event);
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
	}

	private void write(EventHub events) {
		try {
			while (!this.closed && !Thread.currentThread().isInterrupted()) {
				this.output.write(this.waiting.take());
				this.output.flush();
			}
		}
		catch (IOException | RuntimeException ex) {
			// The page was closed.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			events.close(this);
			try {
				this.afterwards.run();
			}
			catch (RuntimeException ex) {
				// The container has ended the request itself.
			}
		}
	}

}
