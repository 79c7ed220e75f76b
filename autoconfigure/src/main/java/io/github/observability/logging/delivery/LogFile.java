package io.github.observability.logging.delivery;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;

/**
 * A file of lines. Each write is complete or reported, and leaves no half line behind, as
 * a full disk would, which takes only the beginning of a write. It uses no channel,
 * because an interrupt of one thread that logs would close the channel for all.
 */
final class LogFile extends OutputStream {

	private static final long REOPEN_NANOS = 1_000_000_000L;

	private final File file;

	private FileOutputStream stream;

	/** Length of the file, as far as this process has written it. */
	private long length;

	private boolean failed;

	private long openedAt = System.nanoTime();

	LogFile(File file, boolean append) throws IOException {
		this.file = file;
		this.stream = new FileOutputStream(file, append);
		this.length = file.length();
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (this.failed) {
			reopenIfDue();
		}
		try {
			this.stream.write(bytes, offset, length);
			this.length += length;
			this.failed = false;
		}
		catch (IOException ex) {
			this.failed = true;
			takeBack(length);
			throw ex;
		}
	}

	/** Removes the beginning of a write that failed. */
	private void takeBack(int length) {
		long more = this.file.length() - this.length;
		if (more <= 0 || more >= length) {
			return;
		}
		try (RandomAccessFile access = new RandomAccessFile(this.file, "rw")) {
			access.setLength(this.length);
		}
		catch (IOException ex) {
			// The half line stays.
			this.length += more;
		}
	}

	/**
	 * Opens the file again, which may be another one now, such as on a volume that was
	 * remounted.
	 */
	private void reopenIfDue() throws IOException {
		long now = System.nanoTime();
		if (now - this.openedAt < REOPEN_NANOS) {
			return;
		}
		this.openedAt = now;
		FileOutputStream next = new FileOutputStream(this.file, true);
		try {
			this.stream.close();
		}
		catch (IOException ex) {
			// It has failed before.
		}
		this.stream = next;
		this.length = this.file.length();
	}

	@Override
	public void close() throws IOException {
		this.stream.close();
	}

}
