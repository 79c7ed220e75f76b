package io.github.observability.profiling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.util.ReflectionUtils;

/**
 * Takes one profile at a time.
 */
final class Profiles implements DisposableBean {

	private static final String THREAD = "observability-profile";

	private final Profilers profilers;

	private final AtomicReference<@Nullable ProfileTime> running = new AtomicReference<>();

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final @Nullable ContinuousProfiler continuous;

	Profiles(Profilers profilers, @Nullable ContinuousProfiler continuous) {
		this.profilers = profilers;
		this.continuous = continuous;
	}

	/**
	 * Take a profile.
	 * @return the profile in the format that was asked for
	 * @throws ProfileException if there is none, with a sentence for the caller
	 */
	byte[] take(ProfileRequest request) {
		return alone(new ProfileTime(request.duration(), this.stopped), (time) -> {
			Profiler profiler = this.profilers.forEvent(request.event());
			return switch (request.format()) {
				case JFR -> profiler.recording(request.event(), time);
				case COLLAPSED -> utf8(profiler.stacks(request.event(), time).collapsed());
				case FLAMEGRAPH -> utf8(flameGraph(profiler, request.event(), time));
			};
		});
	}

	private static String flameGraph(Profiler profiler, ProfileEvent event, ProfileTime time) throws IOException {
		Stacks stacks = profiler.stacks(event, time);
		String title = "%s profile of %d s: %,d samples by %s".formatted(event.value(), time.duration().toSeconds(),
				stacks.samples(), profiler.describe(event));
		if (stacks.cut() > 0) {
			title += String.format(Locale.ROOT, "; %,d stacks are cut for lack of room", stacks.cut());
		}
		return FlameGraph.render(stacks, title, event.unit());
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Time a method.
	 * @param filter the class and the method
	 * @param seconds how long, {@code null} for the default
	 * @return what was measured
	 * @throws ProfileException if that is not possible, with a sentence for the caller
	 */
	private MethodTimings time(@Nullable String filter, @Nullable Integer seconds) {
		return alone(new ProfileTime(ProfileRequest.duration(seconds), this.stopped), (time) -> {
			MethodTimer timer = this.profilers.methodTimer();
			return timer.time(timer.check(filter), time);
		});
	}

	/**
	 * Return what a part of the endpoint has.
	 * @return the part, {@code null} if there is none
	 */
	@Nullable Object part(String part, @Nullable String filter, @Nullable Integer seconds) {
		return switch (part) {
			case "method" -> time(filter, seconds);
			case "continuous" -> continuous();
			default -> null;
		};
	}

	private ContinuousReport continuous() {
		if (this.continuous == null) {
			throw ProfileException.unavailable("Continuous profiling is off; '" + ProfilingProperties.PREFIX
					+ ".continuous.enabled=true' turns it on", null);
		}
		return this.continuous.report();
	}

	private <T> T alone(ProfileTime time, Work<T> work) {
		ProfileTime other = this.running.compareAndExchange(null, time);
		if (other != null) {
			throw ProfileException
				.busy("Another profile is being taken; it ends in about " + other.secondsLeft() + " s");
		}
		return Profilers.isVirtual(Thread.currentThread()) ? onPlatformThread(time, work) : run(time, work);
	}

	private <T> T run(ProfileTime time, Work<T> work) {
		try {
			return work.run(time);
		}
		catch (IOException ex) {
			throw ProfileException.unavailable("The profile could not be written or read: " + ex.getMessage(), ex);
		}
		finally {
			this.running.set(null);
		}
	}

	/**
	 * Take the profile of a caller on a virtual thread. Such a thread goes on only when
	 * all others before it have had their turn; meanwhile the recording would not end.
	 */
	private <T> T onPlatformThread(ProfileTime time, Work<T> work) {
		FutureTask<T> task = new FutureTask<>(() -> run(time, work));
		Thread thread = new Thread(null, task, THREAD, 0, false);
		thread.setDaemon(true);
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			this.running.set(null);
			throw ProfileException.unavailable("There is no thread for the profile: " + ex.getMessage(), ex);
		}
		try {
			return task.get();
		}
		catch (InterruptedException ex) {
			// A task that is canceled before it runs would leave no room for the next.
			thread.interrupt();
			Thread.currentThread().interrupt();
			throw ProfileException.interrupted(ex);
		}
		catch (ExecutionException ex) {
			ReflectionUtils.rethrowRuntimeException(ex.getCause());
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void destroy() {
		this.stopped.countDown();
	}

	/**
	 * What takes the time.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	private interface Work<T> {

		T run(ProfileTime time) throws IOException;

	}

}
