package io.github.observability.context.executor;

import io.github.observability.context.PropagatedContext;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;

/**
 * {@link TaskDecorator} that propagates the context of the submitting thread. The user's
 * decorator runs within that context.
 */
final class ContextTaskDecorator implements TaskDecorator {

	private final @Nullable TaskDecorator users;

	ContextTaskDecorator(@Nullable TaskDecorator users) {
		this.users = users;
	}

	/**
	 * Return the decorator without the propagation.
	 * @return the user's decorator, or one that does nothing
	 */
	TaskDecorator users() {
		return (this.users != null) ? this.users : (task) -> task;
	}

	@Override
	public Runnable decorate(Runnable task) {
		return PropagatedContext.capture().runnable((this.users != null) ? this.users.decorate(task) : task);
	}

}
