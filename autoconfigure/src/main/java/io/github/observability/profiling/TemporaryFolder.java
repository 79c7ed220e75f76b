package io.github.observability.profiling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder of temporary files, which JDK Flight Recorder uses as well.
 */
final class TemporaryFolder {

	/**
	 * JDK Flight Recorder ends the whole JVM if the disk is full while it writes, so it
	 * is never started near that.
	 */
	static final long MIN_SPACE = 256L << 20;

	/** A little more than JDK Flight Recorder writes to one file. */
	private static final long PROBE_SIZE = 16L << 20;

	/** More than a file system keeps with the name of a file. */
	private static final int PROBE_WRITE = 64 << 10;

	private final String location;

	private final long minSpace;

	TemporaryFolder() {
		this(System.getProperty("java.io.tmpdir", ""), MIN_SPACE);
	}

	TemporaryFolder(String location, long minSpace) {
		this.location = location;
		this.minSpace = minSpace;
	}

	/**
	 * Create a file that only its owner can read.
	 * @param suffix the end of its name
	 * @return the file, which is empty and can be written to
	 * @throws ProfileException if that is not possible
	 */
	Path createFile(String suffix) {
		requireSpace();
		Path file;
		try {
			file = Files.createTempFile(Path.of(this.location), "observability-profile", suffix);
		}
		catch (IOException | InvalidPathException ex) {
			throw ProfileException.unavailable("The temporary folder '" + this.location
					+ "' cannot be written to; set the system property 'java.io.tmpdir' to one that can", ex);
		}
		try {
			probe(file);
			return file;
		}
		catch (IOException ex) {
			delete(file, ex);
			throw ProfileException.unavailable(
					"The temporary folder '" + this.location + "' takes no file of " + (PROBE_SIZE >> 20) + " MB ("
							+ ex.getMessage() + "); set the system property 'java.io.tmpdir' to one that does",
					ex);
		}
	}

	/**
	 * Write to both ends of the largest file. A quota or a limit of the process stops
	 * that on a disk with space, and would end the JVM while JDK Flight Recorder writes.
	 */
	private static void probe(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			for (long start : new long[] { 0, PROBE_SIZE - PROBE_WRITE }) {
				ByteBuffer bytes = ByteBuffer.allocate(PROBE_WRITE);
				while (bytes.hasRemaining()) {
					channel.write(bytes, start + bytes.position());
				}
			}
			channel.truncate(0);
		}
	}

	private static void delete(Path file, IOException cause) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Try whether files can be written, and leave none.
	 * @throws ProfileException if they cannot
	 */
	void requireWritable() {
		Path file = createFile(".tmp");
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw ProfileException.unavailable(
					"The temporary folder '" + this.location + "' does not let files be deleted: " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Whether there is room for a recording.
	 */
	boolean hasSpace() {
		return space() >= this.minSpace;
	}

	void requireSpace() {
		long space = space();
		if (space < this.minSpace) {
			throw ProfileException.unavailable("The temporary folder '" + this.location + "' has " + (space >> 20)
					+ " MB left; a profile needs " + (this.minSpace >> 20)
					+ " MB, because JDK Flight Recorder ends the JVM if the disk is full", null);
		}
	}

	private long space() {
		try {
			return Files.getFileStore(Path.of(this.location)).getUsableSpace();
		}
		catch (IOException | InvalidPathException ex) {
			throw ProfileException.unavailable("The temporary folder '" + this.location
					+ "' does not exist; set the system property 'java.io.tmpdir' to one that does", ex);
		}
	}

}
