package io.github.observability.testing;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How tests start a virtual machine of their own: it lives for seconds, so a quick start
 * counts for more than the best code.
 */
public final class ChildJvm {

	/** Whether classes are verified is decided for all machines of the suite. */
	private static final List<String> VERIFICATION = ManagementFactory.getRuntimeMXBean()
		.getInputArguments()
		.stream()
		.filter((argument) -> argument.contains("UnlockDiagnostic") || argument.contains("Verification"))
		.toList();

	private ChildJvm() {
	}

	/**
	 * Return the beginning of a command, to which the class path, the main class and its
	 * arguments are added.
	 * @param options options of the virtual machine
	 * @return a list that may be changed
	 */
	public static List<String> command(String... options) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:MetaspaceSize=128m", "-XX:-UsePerfData", "-Xshare:auto"));
		command.addAll(VERIFICATION);
		command.addAll(List.of(options));
		return command;
	}

}
