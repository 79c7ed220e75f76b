package io.github.observability.context.matrix;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.observability.context.PropagatedContext;

/**
 * Whether tasks that no bean runs are helped along.
 */
enum Help {

	NONE,

	GIVEN;

	<T> Supplier<T> supplier(Supplier<T> supplier) {
		return (this == GIVEN) ? PropagatedContext.capture().supplier(supplier) : supplier;
	}

	<T, R> Function<T, R> function(Function<T, R> function) {
		return (this == GIVEN) ? PropagatedContext.capture().function(function) : function;
	}

	<T> Callable<T> callable(Callable<T> task) {
		return (this == GIVEN) ? PropagatedContext.capture().callable(task) : task;
	}

	ThreadFactory threadFactory() {
		ThreadFactory factory = Executors.defaultThreadFactory();
		return (this == GIVEN) ? PropagatedContext.threadFactory(factory) : factory;
	}

}
