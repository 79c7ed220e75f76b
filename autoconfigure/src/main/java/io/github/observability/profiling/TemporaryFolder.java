package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The folder of temporary files, which JDK Flight Recorder uses as well.
 */
final class TemporaryFolder {

	/**
	 * JDK Flight Recorder ends the whole JVM if the disk is full while it writes, so it
	 * is never started near that.
	 */
	static final long MIN_SPACE = 256L << 20;

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
	 * @return the file
	 * @throws ProfileException if that is not possible
	 */
	Path createFile(String suffix) {
		requireSpace();
		try {
			return Files.createTempFile(Path.of(this.location), "observability-profile", suffix);
		}
		catch (IOException | InvalidPathException ex) {
			throw ProfileException.unavailable("The temporary folder '" + this.location
					+ "' cannot be written to; set the system property 'java.io.tmpdir' to one that can", ex);
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
