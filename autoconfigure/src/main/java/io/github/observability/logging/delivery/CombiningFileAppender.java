package io.github.observability.logging.delivery;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.recovery.ResilientFileOutputStream;
import ch.qos.logback.core.rolling.LengthCounter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.status.ErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@link RollingFileAppender} whose threads do not wait for one another. It asks its
 * triggering policy before each write instead of each line, so a file may exceed its size
 * by the lines of one write. A Logback file of the application may name it instead of
 * Logback's if its triggering policy goes by time or size.
 */
public final class CombiningFileAppender extends RollingFileAppender<ILoggingEvent> {

	/** Longer than any line may be. */
	private static final int MAX_LINE = 2 * 1024 * 1024;

	private final LineEncoding encoding = new LineEncoding();

	private @Nullable LineWriter writer;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningFileAppender() {
	}

	@Override
	public void start() {
		removeHalfLine();
		LineWriter writer = LineWriter.of(getContext(), this::writeLines, this::writeAlone);
		this.writer = writer;
		super.start();
		if (!isStarted()) {
			writer.close();
		}
	}

	/**
	 * Takes away the beginning of a line that the last process could not finish, which
	 * would stand in the middle of the file.
	 */
	private void removeHalfLine() {
		File file = (rawFileProperty() != null) ? new File(rawFileProperty()) : null;
		if (file == null || !isAppend() || isPrudent() || !file.isFile() || file.length() == 0) {
			return;
		}
		try (RandomAccessFile access = new RandomAccessFile(file, "rw")) {
			long length = access.length();
			long end = endOfLastLine(access, length);
			if (end < length) {
				access.setLength(end);
			}
		}
		catch (IOException ex) {
			addStatus(new ErrorStatus("Could not read the end of " + file, this, ex));
		}
	}

	private static long endOfLastLine(RandomAccessFile access, long length) throws IOException {
		byte[] tail = new byte[(int) Math.min(length, MAX_LINE)];
		access.seek(length - tail.length);
		access.readFully(tail);
		for (int i = tail.length - 1; i >= 0; i--) {
			if (tail[i] == '\n') {
				return length - tail.length + i + 1;
			}
		}
		// What has no line so far back is no file of lines.
		return length;
	}

	@Override
	protected void subAppend(ILoggingEvent event) {
		if (isPrudent()) {
			super.subAppend(event);
			return;
		}
		event.prepareForDeferredProcessing();
		LineWriter writer = this.writer;
		if (writer != null) {
			this.encoding.write(event, getEncoder(), writer);
		}
	}

	private void writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			if (isStarted()) {
				rolloverIfDue();
				write(bytes, offset, length);
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

	/**
	 * Writes without the lock, so that an appender whose output blocks can be stopped.
	 * Logback's stream does not throw if a disk is full, so the size of the file decides
	 * whether lines were written.
	 */
	private boolean writeAlone(byte[] bytes, int offset, int length) {
		if (!isStarted()) {
			return false;
		}
		try {
			rolloverIfDue();
			FileChannel file = (getOutputStream() instanceof ResilientFileOutputStream stream) ? stream.getChannel()
					: null;
			long before = (file != null) ? file.size() : 0;
			write(bytes, offset, length);
			return file == null || !isImmediateFlush() || file.size() >= before + length;
		}
		catch (IOException ex) {
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
			return false;
		}
	}

	private void rolloverIfDue() {
		// Policies that go by time or size do not look at the event.
		if (getTriggeringPolicy().isTriggeringEvent(new File(getFile()), null)) {
			rollover();
		}
	}

	private void write(byte[] bytes, int offset, int length) throws IOException {
		OutputStream stream = getOutputStream();
		if (stream == null) {
			return;
		}
		stream.write(bytes, offset, length);
		if (isImmediateFlush()) {
			stream.flush();
		}
		LengthCounter counter = getTriggeringPolicy().getLengthCounter();
		if (counter != null) {
			counter.add(length);
		}
	}

	@Override
	public void stop() {
		LineWriter writer = this.writer;
		if (writer != null) {
			writer.close();
		}
		super.stop();
	}

}
