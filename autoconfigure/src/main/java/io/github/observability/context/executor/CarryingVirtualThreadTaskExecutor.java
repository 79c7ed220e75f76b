package io.github.observability.context.executor;

import io.github.observability.context.CarriedContext;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * {@link VirtualThreadTaskExecutor} that carries the context, as the original takes no
 * decorator.
 */
final class CarryingVirtualThreadTaskExecutor extends VirtualThreadTaskExecutor {

	private final VirtualThreadTaskExecutor executor;

	CarryingVirtualThreadTaskExecutor(VirtualThreadTaskExecutor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(CarriedContext.capture().runnable(task));
	}

}
