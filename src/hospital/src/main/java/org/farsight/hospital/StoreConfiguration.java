package org.farsight.hospital;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.ClientIdStrategyEnum;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings.StoreMetaSourceInformationEnum;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.match.config.SubscriptionProcessorConfig;
import ca.uhn.fhir.jpa.subscription.match.deliver.email.IEmailSender;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hl7.fhir.dstu2.model.Subscription.SubscriptionChannelType;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * The parts of HAPI FHIR's JPA server this store is made of. A {@link Database} is registered by
 * {@link FhirStore} beforehand.
 */
@Configuration
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  ThreadPoolFactoryConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionChannelConfig.class,
  SubscriptionSubmitterConfig.class,
  SubscriptionProcessorConfig.class
})
class StoreConfiguration {

  /** What is stored and how; what is not named here is HAPI FHIR's default. */
  @Bean
  JpaStorageSettings storageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    // A SHA-256 in hex may consist of digits alone; ALPHANUMERIC would refuse it.
    settings.setResourceClientIdStrategy(ClientIdStrategyEnum.ANY);
    settings.setStoreMetaSourceInformation(
        StoreMetaSourceInformationEnum.SOURCE_URI_AND_REQUEST_ID);
    // A search repeated within a minute would otherwise be answered from the first one's result.
    settings.setReuseCachedSearchResultsForMillis(null);
    settings.setAllowExternalReferences(true);
    settings.setHibernateSearchIndexSearchParams(false);
    settings.setHibernateSearchIndexFullText(false);
    settings.setMarkResourcesForReindexingUponSearchParameterChange(false);
    settings.setStatusBasedReindexingDisabled(true);
    settings.setEnableTaskBulkExportJobExecution(false);
    settings.setEnableTaskBulkImportJobExecution(false);
    settings.setEnableTaskPreExpandValueSets(false);
    settings.setPreExpandValueSets(false);
    settings.setEnableTaskResourceReindexing(false);
    return settings;
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    SubscriptionSettings settings = new SubscriptionSettings();
    settings.addSupportedSubscriptionType(SubscriptionChannelType.RESTHOOK);
    settings.setSubscriptionChangeQueuedImmediately(true);
    return settings;
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  /** Mail is no channel of this store; HAPI FHIR wants the bean all the same. */
  @Bean
  IEmailSender emailSender() {
    return mail -> {
      throw new UnsupportedOperationException("subscriptions by mail are not offered here");
    };
  }

  @Bean(destroyMethod = "close")
  DataSource dataSource(Database database) {
    return database.open();
  }

  @Bean
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      Database database,
      ConfigurableListableBeanFactory beans,
      FhirContext fhir,
      JpaStorageSettings settings) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
    factory.setPersistenceUnitName("fhir");
    factory.setDataSource(dataSource);
    Properties properties = new Properties();
    properties.put(AvailableSettings.DIALECT, database.dialect().getName());
    properties.put(AvailableSettings.HBM2DDL_AUTO, "update");
    properties.put(AvailableSettings.STATEMENT_BATCH_SIZE, "20");
    properties.put(AvailableSettings.USE_QUERY_CACHE, "false");
    properties.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, "false");
    properties.put("hibernate.search.enabled", "false");
    factory.setJpaProperties(properties);
    factory.setBootstrapExecutor(new SimpleAsyncTaskExecutor("database-"));
    return factory;
  }

  /** HAPI FHIR looks for this name. */
  @Bean
  JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
    return new JpaTransactionManager(entityManagerFactory);
  }
}
