package org.farsight.hospital;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.data.envers.repository.support.EnversRevisionRepositoryFactoryBean;
import org.springframework.data.repository.Repository;

/**
 * Makes HAPI FHIR's database repositories when they are first called, not all at the start: the
 * parsing of their queries was a third of the time to start, and most are never asked for.
 */
final class LazyRepositories extends ContextAnnotationAutowireCandidateResolver
    implements BeanFactoryPostProcessor {

  @Override
  protected boolean isLazy(DependencyDescriptor dependency) {
    return Repository.class.isAssignableFrom(dependency.getDependencyType())
        || super.isLazy(dependency);
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    String factory = EnversRevisionRepositoryFactoryBean.class.getName();
    for (String name : beans.getBeanDefinitionNames()) {
      BeanDefinition definition = beans.getBeanDefinition(name);
      if (factory.equals(definition.getBeanClassName())) {
        definition.setLazyInit(true);
      }
    }
  }
}
