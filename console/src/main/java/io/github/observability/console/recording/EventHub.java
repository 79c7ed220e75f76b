package io.github.observability.console.recording;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Streams of events to the pages that are open. Each stream holds at most a few events: a
 * page that reads too slowly is closed, and opens the stream again.
 */
public final class EventHub {

	static final int MAX_STREAMS = 16;

	private final List<Stream> streams = new CopyOnWriteArrayList<>();

	private boolean stopped;

	/**
	 * Open a stream, and close the oldest if there are too many. A page opens its stream
	 * again, also while the application stops, which must not wait for it.
	 * @param stream the stream
	 */
	public void open(Stream stream) {
		synchronized (this.streams) {
			if (this.stopped) {
				stream.close();
				return;
			}
			if (this.streams.size() >= MAX_STREAMS) {
				this.streams.remove(0).close();
			}
			this.streams.add(stream);
		}
	}

	public void close(Stream stream) {
		this.streams.remove(stream);
	}

	void send(String json) {
		if (this.streams.isEmpty()) {
			return;
		}
		byte[] event = ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
		for (Stream stream : this.streams) {
			if (!stream.send(event)) {
				this.streams.remove(stream);
				stream.close();
			}
		}
	}

	boolean isEmpty() {
		return this.streams.isEmpty();
	}

	/** Take streams again after a stop. */
	public void start() {
		synchronized (this.streams) {
			this.stopped = false;
		}
	}

	/** Close all streams, and those that are opened from now on. */
	public void stop() {
		synchronized (this.streams) {
			this.stopped = true;
			this.streams.forEach(Stream::close);
			this.streams.clear();
		}
	}

	/** Stream to one page. */
	public interface Stream {

		/**
		 * Send an event without blocking.
		 * @param event the bytes
		 * @return whether the stream could take it
		 */
		boolean send(byte[] event);

		/** Close the stream. */
		void close();

	}

}
