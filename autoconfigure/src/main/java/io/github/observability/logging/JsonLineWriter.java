package io.github.observability.logging;

import java.util.Arrays;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes a logging event as one line of JSON.
 */
@FunctionalInterface
interface JsonLineWriter {

	/**
	 * Write an event.
	 * @return the line
	 */
	Line write(ILoggingEvent event);

	/**
	 * A line in UTF-8, its end included, in room that may be used again once the line is
	 * released.
	 */
	interface Line {

		byte[] bytes();

		int length();

		/**
		 * Take the bytes out of their room.
		 * @return the line alone
		 */
		default byte[] copy() {
			return Arrays.copyOf(bytes(), length());
		}

		/**
		 * Give the room back. The line must not be used any longer.
		 */
		void release();

		/**
		 * Return a line that has its room for itself.
		 * @param bytes the line
		 * @return the same as a line
		 */
		static Line of(byte[] bytes) {
			return new Line() {

				@Override
				public byte[] bytes() {
					return bytes;
				}

				@Override
				public int length() {
					return bytes.length;
				}

				@Override
				public byte[] copy() {
					return bytes;
				}

				@Override
				public void release() {
					// Nobody else uses the room.
				}

			};
		}

	}

}
