package io.github.observability.profiling;

import java.io.IOException;

/**
 * Takes profiles. Whatever happens, it leaves nothing running and no file behind.
 */
interface Profiler {

	/**
	 * Describe the source of the samples.
	 * @param event an event
	 * @return a short text for people
	 */
	String describe(ProfileEvent event);

	/**
	 * Take stacks, and add up those that are equal.
	 * @param event what to look at
	 * @param time how long
	 * @return the stacks
	 * @throws IOException if a file cannot be written or read
	 */
	Stacks stacks(ProfileEvent event, ProfileTime time) throws IOException;

	/**
	 * Take a recording.
	 * @param event what to look at
	 * @param time how long
	 * @return a recording of JDK Flight Recorder
	 * @throws IOException if a file cannot be written or read
	 */
	byte[] recording(ProfileEvent event, ProfileTime time) throws IOException;

}
