package io.github.observability;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class FrameworkFieldTests {

	@ParameterizedTest
	@EnumSource
	void findsTheField(FrameworkField field) throws ClassNotFoundException {
		Class<?> type = Class.forName(field.field().className());
		assertThatCode(() -> field.field().findIn(type)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@EnumSource
	void hasRuntimeHints(FrameworkField field) throws ReflectiveOperationException {
		RuntimeHints hints = new RuntimeHints();
		new FrameworkFieldRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field.field().className(), field.field().name()))
			.accepts(hints);
	}

	@Test
	void readsTheValueOfASubclass() {
		TaskDecorator decorator = (task) -> task;
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor() {
		};
		executor.setTaskDecorator(decorator);
		assertThat(FrameworkField.SIMPLE_EXECUTOR_DECORATOR.isIn(executor)).isTrue();
		assertThat(FrameworkField.SIMPLE_EXECUTOR_DECORATOR.read(executor, TaskDecorator.class)).isSameAs(decorator);
	}

	@Test
	void namesAFieldThatIsNotThere() {
		assertThat(FrameworkField.SIMPLE_EXECUTOR_DECORATOR.isIn("text")).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> FrameworkField.SIMPLE_EXECUTOR_DECORATOR.read("text"))
			.withMessage("java.lang.String is no org.springframework.core.task.SimpleAsyncTaskExecutor");
		assertThatIllegalStateException()
			.isThrownBy(() -> FrameworkField.SIMPLE_EXECUTOR_DECORATOR.field().findIn(String.class))
			.withMessage("org.springframework.core.task.SimpleAsyncTaskExecutor has no field 'taskDecorator' of type "
					+ "org.springframework.core.task.TaskDecorator");
	}

}
