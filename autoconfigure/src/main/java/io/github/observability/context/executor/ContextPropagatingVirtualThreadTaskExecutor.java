package io.github.observability.context.executor;

import io.github.observability.context.PropagatedContext;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * {@link VirtualThreadTaskExecutor} that propagates the context. The original takes no
 * decorator.
 */
final class ContextPropagatingVirtualThreadTaskExecutor extends VirtualThreadTaskExecutor {

	private final VirtualThreadTaskExecutor executor;

	ContextPropagatingVirtualThreadTaskExecutor(VirtualThreadTaskExecutor executor) {
		this.executor = executor;
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(PropagatedContext.capture().runnable(task));
	}

}
