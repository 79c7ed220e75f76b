package io.github.observability.logging.delivery;

import java.io.IOException;
import java.io.OutputStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.ErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConsoleAppender} whose threads do not wait for one another. A Logback file of
 * the application may name it instead of Logback's.
 */
public final class CombiningConsoleAppender extends ConsoleAppender<ILoggingEvent> {

	private @Nullable CombiningWriter writer;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningConsoleAppender() {
	}

	@Override
	public void start() {
		CombiningWriter writer = new CombiningWriter(this::writeLines);
		this.writer = writer;
		super.start();
		if (!isStarted()) {
			writer.close();
		}
	}

	@Override
	protected void writeOut(ILoggingEvent event) {
		byte[] line = getEncoder().encode(event);
		CombiningWriter writer = this.writer;
		if (line != null && writer != null) {
			writer.write(line);
		}
	}

	private void writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			OutputStream stream = getOutputStream();
			if (isStarted() && stream != null) {
				stream.write(bytes, offset, length);
				if (isImmediateFlush()) {
					stream.flush();
				}
			}
		}
		catch (IOException ex) {
			this.started = false;
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

	@Override
	public void stop() {
		CombiningWriter writer = this.writer;
		if (writer != null) {
			writer.close();
		}
		super.stop();
	}

}
