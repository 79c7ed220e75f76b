package io.github.observability.context.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;

import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * {@link SimpleAsyncTaskScheduler} that propagates the context to what runs once. The
 * original calls its decorator when the time has come, on a thread of its own.
 */
final class ContextPropagatingSimpleAsyncTaskScheduler extends SimpleAsyncTaskScheduler
		implements ContextPropagatingExecutors.ContextPropagating {

	private final SimpleAsyncTaskScheduler scheduler;

	ContextPropagatingSimpleAsyncTaskScheduler(SimpleAsyncTaskScheduler scheduler) {
		this.scheduler = scheduler;
		TaskDecorator decorator = TaskDecorators.of(scheduler);
		if (decorator != null) {
			setTaskDecorator(decorator);
		}
		// Their getters are final.
		setConcurrencyLimit(scheduler.getConcurrencyLimit());
		if (scheduler.getThreadFactory() != null) {
			setThreadFactory(scheduler.getThreadFactory());
		}
	}

	@Override
	public Clock getClock() {
		return (this.scheduler != null) ? this.scheduler.getClock() : super.getClock();
	}

	@Override
	public int getPhase() {
		return this.scheduler.getPhase();
	}

	@Override
	public void execute(Runnable task) {
		this.scheduler.execute(task);
	}

	@Override
	public Future<?> submit(Runnable task) {
		return this.scheduler.submit(task);
	}

	@Override
	public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
		return this.scheduler.submit(task);
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		return this.scheduler.schedule(task, trigger);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		return this.scheduler.schedule(PropagatedContext.capture().runnable(task), startTime);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return this.scheduler.scheduleAtFixedRate(task, startTime, period);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		return this.scheduler.scheduleAtFixedRate(task, period);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		return this.scheduler.scheduleWithFixedDelay(task, startTime, delay);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		return this.scheduler.scheduleWithFixedDelay(task, delay);
	}

	@Override
	public boolean isActive() {
		return this.scheduler.isActive();
	}

	@Override
	public void start() {
		this.scheduler.start();
	}

	@Override
	public void stop() {
		this.scheduler.stop();
	}

	@Override
	public void stop(Runnable callback) {
		this.scheduler.stop(callback);
	}

	@Override
	public boolean isRunning() {
		return this.scheduler.isRunning();
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.scheduler.onApplicationEvent(event);
	}

	@Override
	public void close() {
		this.scheduler.close();
		super.close();
	}

}
