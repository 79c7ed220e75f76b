package io.github.observability.business;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Lets beans with {@link BusinessEvent @BusinessEvent} record their events. It needs
 * neither AspectJ nor {@code spring.aop.auto}. The advice is the innermost one, within
 * the transaction of the method, as only there is known what becomes of it.
 */
final class BusinessEventPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	private final transient AnnotatedEvents events;

	BusinessEventPostProcessor(ObjectProvider<BusinessMetrics> metrics, ObjectProvider<Rejections> rejections) {
		this.events = new AnnotatedEvents(metrics, rejections);
		this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, BusinessEvent.class, true),
				this.events);
		setProxyTargetClass(true);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopUtils.getTargetClass(bean);
		if (isEligible(type)) {
			this.events.declare(type);
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

}
