package io.github.observability.shapes;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How an application of a shape is started, and what must be seen of it then.
 *
 * @param main The class to start.
 * @param jars Parts of its class path.
 * @param resources Directory with resources of its own, or empty.
 * @param jvmOptions Options of the virtual machine.
 * @param arguments Arguments of the application.
 * @param jdk Feature version of the JDK that it needs.
 * @param signals What golden signals are recorded.
 * @param whyPlain Why log lines are what they are without the starter; empty if they are
 * JSON.
 * @param traces Who makes the traces.
 */
public record Setup(Class<?> main, Set<Jars> jars, String resources, List<String> jvmOptions, List<String> arguments,
		int jdk, Signals signals, String whyPlain, Traces traces) {

	/**
	 * The setup of an application with nothing special.
	 * @param main its main class
	 * @param jars parts of its class path, beside those of the starter
	 * @return the setup
	 */
	public static Setup of(Class<?> main, Jars... jars) {
		Set<Jars> parts = EnumSet.of(Jars.STARTER, jars);
		if (!parts.contains(Jars.LOG4J2)) {
			parts.add(Jars.LOGBACK);
		}
		return new Setup(main, parts, "", List.of(), List.of(), 17, Signals.STARTERS, "", Traces.STARTERS);
	}

	/**
	 * The same with resources.
	 * @param directory the directory below {@code shapes}
	 * @return the setup
	 */
	public Setup resources(String directory) {
		return new Setup(this.main, this.jars, directory, this.jvmOptions, this.arguments, this.jdk, this.signals,
				this.whyPlain, this.traces);
	}

	/**
	 * The same with options of the virtual machine.
	 * @param options the options
	 * @return the setup
	 */
	public Setup jvmOptions(String... options) {
		return new Setup(this.main, this.jars, this.resources, List.of(options), this.arguments, this.jdk, this.signals,
				this.whyPlain, this.traces);
	}

	/**
	 * The same with arguments.
	 * @param arguments arguments of the application
	 * @return the setup
	 */
	public Setup arguments(String... arguments) {
		return new Setup(this.main, this.jars, this.resources, this.jvmOptions, List.of(arguments), this.jdk,
				this.signals, this.whyPlain, this.traces);
	}

	Setup needsJdk(int version) {
		return new Setup(this.main, this.jars, this.resources, this.jvmOptions, this.arguments, version, this.signals,
				this.whyPlain, this.traces);
	}

	Setup signals(Signals expected) {
		return new Setup(this.main, this.jars, this.resources, this.jvmOptions, this.arguments, this.jdk, expected,
				this.whyPlain, this.traces);
	}

	Setup plainLines(String reason) {
		return new Setup(this.main, this.jars, this.resources, this.jvmOptions, this.arguments, this.jdk, this.signals,
				reason, this.traces);
	}

	Setup traces(Traces expected) {
		return new Setup(this.main, this.jars, this.resources, this.jvmOptions, this.arguments, this.jdk, this.signals,
				this.whyPlain, expected);
	}

	boolean runs() {
		return Runtime.version().feature() >= this.jdk;
	}

	boolean writesJson() {
		return this.whyPlain.isEmpty();
	}

	boolean serves() {
		return this.signals != Signals.NONE;
	}

	/**
	 * What golden signals are recorded.
	 */
	public enum Signals {

		/** By the starter. */
		STARTERS,

		/** By Boot and the framework, as without the starter. */
		BOOTS,

		/** None, as nothing is served. */
		NONE

	}

	/**
	 * Who makes the traces.
	 */
	public enum Traces {

		/** The tracer that the starter brings. */
		STARTERS,

		/** The Java agent alone. */
		AGENTS

	}

}
