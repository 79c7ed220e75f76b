package io.github.observability.logging.delivery;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.LengthCounter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.status.ErrorStatus;
import ch.qos.logback.core.util.FileUtil;
import io.github.observability.FrameworkField;
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

	/** What a rollover takes at most, if old files are deleted slowly. */
	private static final Duration CLEAN_UP_PATIENCE = Duration.ofMillis(500);

	private final LineEncoding encoding = new LineEncoding();

	private @Nullable LineWriter writer;

	/** Deletes old files since the last rollover, {@code null} if there is none. */
	private @Nullable Future<?> cleanUp;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningFileAppender() {
	}

	@Override
	public void start() {
		removeHalfLine();
		LineWriter writer = LineWriter.of(getContext(), this::writeLines, this::writeAlone, true);
		this.writer = writer;
		super.start();
		if (!isStarted()) {
			writer.close();
			return;
		}
		this.cleanUp = cleanUp();
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

	/** Logback's stream does not report what it cannot write. */
	@Override
	public void openFile(String name) throws IOException {
		if (isPrudent()) {
			super.openFile(name);
			return;
		}
		this.streamWriteLock.lock();
		try {
			File file = new File(name);
			if (!FileUtil.createMissingParentDirectories(file)) {
				addError("Could not create the directories of " + file.getAbsolutePath());
			}
			setOutputStream(new LogFile(file, isAppend()));
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

	private boolean writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			return writeAlone(bytes, offset, length);
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

	/**
	 * Writes without the lock, so that an appender whose output blocks can be stopped.
	 */
	private boolean writeAlone(byte[] bytes, int offset, int length) {
		if (!isStarted()) {
			return false;
		}
		try {
			rolloverIfDue();
			write(bytes, offset, length);
			return true;
		}
		catch (IOException ex) {
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
			return false;
		}
	}

	private void rolloverIfDue() {
		if (isCleaningUp()) {
			return;
		}
		// Policies that go by time or size do not look at the event.
		if (getTriggeringPolicy().isTriggeringEvent(new File(getFile()), null)) {
			rollover();
			this.cleanUp = cleanUp();
			awaitCleanUp();
		}
	}

	/**
	 * Whether Logback still looks for old files. A rollover would have it look once more
	 * at the same time, and as all share one calendar, the first search could then take
	 * the files of today for old ones. The file rather grows.
	 */
	private boolean isCleaningUp() {
		return this.cleanUp != null && !this.cleanUp.isDone();
	}

	private @Nullable Future<?> cleanUp() {
		RollingPolicy policy = getRollingPolicy();
		try {
			return FrameworkField.LOG_FILE_CLEAN_UP.isIn(policy)
					? FrameworkField.LOG_FILE_CLEAN_UP.read(policy, Future.class) : null;
		}
		catch (IllegalStateException ex) {
			// Another version of Logback may have no such field.
			return null;
		}
	}

	private void awaitCleanUp() {
		Future<?> cleanUp = this.cleanUp;
		if (cleanUp == null) {
			return;
		}
		boolean interrupted = Thread.interrupted();
		try {
			cleanUp.get(CLEAN_UP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		catch (ExecutionException | TimeoutException | CancellationException ex) {
			// Whether it is done is looked at before the next rollover.
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void write(byte[] bytes, int offset, int length) throws IOException {
		if (getOutputStream() == null) {
			// The file could not be opened when the last one was rolled.
			openFile(getFile());
		}
		OutputStream stream = getOutputStream();
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
