package org.farsight.camel.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;

/**
 * The generated files of the component are those of its annotations. They were made by {@code
 * camel-package-maven-plugin:generate-component}, formatted, and marked {@code NullUnmarked}; the
 * tables of the page by {@link ComponentPage#main}.
 */
class ComponentMetadataTest {

  private static Map<String, UriParam> annotated(Class<?> type) {
    Map<String, UriParam> found = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      UriParam param = field.getAnnotation(UriParam.class);
      if (param != null && field.getType().isAnnotationPresent(UriParams.class)) {
        found.putAll(annotated(field.getType()));
      } else if (param != null) {
        found.put(field.getName(), param);
      }
    }
    return found;
  }

  @Test
  void eachOptionIsInTheMetadataAsItIsAnnotated() throws Exception {
    Map<String, UriParam> options = annotated(DicomEndpoint.class);
    JsonNode properties = ComponentPage.metadata().get("properties");
    assertThat(options).hasSizeGreaterThan(25);
    options.forEach(
        (name, param) -> {
          JsonNode option = properties.path(name);
          assertThat(option.path("description").asText()).as(name).isEqualTo(param.description());
          assertThat(option.path("label").asText()).as(name).isEqualTo(param.label());
          assertThat(option.path("defaultValue").asText()).as(name).isEqualTo(param.defaultValue());
        });
    List<String> inherited = new ArrayList<>(annotated(DefaultEndpoint.class).keySet());
    inherited.addAll(List.of("address"));
    properties
        .fieldNames()
        .forEachRemaining(
            name ->
                assertThat(options.containsKey(name) || inherited.contains(name))
                    .as(name)
                    .isTrue());
  }

  @Test
  void eachHeaderIsInTheMetadataAsItIsAnnotated() throws Exception {
    JsonNode headers = ComponentPage.metadata().get("headers");
    int count = 0;
    for (Field field : DicomHeaders.class.getDeclaredFields()) {
      Metadata metadata = field.getAnnotation(Metadata.class);
      if (Modifier.isPublic(field.getModifiers()) && metadata != null) {
        JsonNode header = headers.path((String) field.get(null));
        assertThat(header.path("description").asText())
            .as(field.getName())
            .isEqualTo(metadata.description());
        assertThat(header.path("javaType").asText()).isEqualTo(metadata.javaType());
        count++;
      }
    }
    assertThat(headers).hasSize(count);
  }

  @Test
  void theDefaultsAreWhatTheAnnotationsSay() throws Exception {
    DicomConsumerConfiguration consumer = new DicomConsumerConfiguration();
    DicomProducerConfiguration producer = new DicomProducerConfiguration();
    for (Object configuration : List.of(consumer, producer)) {
      for (Field field : configuration.getClass().getDeclaredFields()) {
        UriParam param = field.getAnnotation(UriParam.class);
        if (param != null && !param.defaultValue().isEmpty()) {
          field.setAccessible(true);
          assertThat(String.valueOf(field.get(configuration)))
              .as(field.getName())
              .isEqualTo(param.defaultValue());
        }
      }
    }
  }

  @Test
  void theConfigurerKnowsEachOption() {
    DicomEndpointConfigurer configurer = new DicomEndpointConfigurer();
    DicomEndpointUriFactory uris = new DicomEndpointUriFactory();
    for (String name : annotated(DicomEndpoint.class).keySet()) {
      assertThat(configurer.getOptionType(name, false)).as(name).isNotNull();
      assertThat(uris.propertyNames()).contains(name);
    }
  }

  @Test
  void camelFindsTheConfigurerAndTheUriFactory() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.start();
      DicomEndpoint endpoint =
          context.getEndpoint(
              "dicom:AET@[::1]:104?poolSize=7&queryLevel=SERIES&operation=find",
              DicomEndpoint.class);
      assertThat(endpoint.peer().toString()).isEqualTo("AET@[::1]:104");
      assertThat(endpoint.getProducing().getPoolSize()).isEqualTo(7);
      assertThat(endpoint.getProducing().getOperation()).isEqualTo(DicomOperation.find);
      assertThat(endpoint.getProducing().getQueryLevel().name()).isEqualTo("SERIES");
      assertThat(endpoint.getComponent().getComponentPropertyConfigurer())
          .isInstanceOf(DicomComponentConfigurer.class);
    }
  }

  @Test
  void thePageShowsWhatTheMetadataSay() throws Exception {
    String page = Files.readString(ComponentPage.PAGE);
    assertThat(page).isEqualTo(ComponentPage.current(page));
  }
}
