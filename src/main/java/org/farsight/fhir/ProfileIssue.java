package org.farsight.fhir;

import java.util.Comparator;
import org.hl7.fhir.utilities.validation.ValidationMessage;

/**
 * What the validator says of a resource, by what it is and where: no value of the resource is in
 * it, so that it may be shown and counted.
 *
 * @param error whether it must not be; else a warning
 * @param code key of the rule ({@code far-img-2}, {@code dom-6}), else the validator's own name of
 *     what it found
 * @param path of the element, without indexes
 */
public record ProfileIssue(boolean error, String code, String path)
    implements Comparable<ProfileIssue> {

  private static final Comparator<ProfileIssue> ORDER =
      Comparator.comparing((ProfileIssue issue) -> !issue.error())
          .thenComparing(ProfileIssue::path)
          .thenComparing(ProfileIssue::code);

  static ProfileIssue of(ValidationMessage message, boolean error) {
    String id = String.valueOf(message.getMessageId());
    // rules are named by the definition that has them and a key
    String code = id.substring(id.lastIndexOf('#') + 1);
    return new ProfileIssue(error, code, path(String.valueOf(message.getLocation())));
  }

  /** What the validator does not look at itself: samples, and the instances of a long series. */
  static ProfileIssue ofContent(String type) {
    return new ProfileIssue(true, "content", type);
  }

  private static String path(String location) {
    return location.replaceAll("\\[[^\\]]*\\]", "").replaceAll("/\\*.*?\\*/", "");
  }

  @Override
  public int compareTo(ProfileIssue other) {
    return ORDER.compare(this, other);
  }
}
