package org.farsight.ecg;

import java.util.Objects;

/**
 * A file format of electrocardiograms.
 *
 * @param id a short stable word for ledgers and folders, lower case: {@code aecg}
 * @param title what a person calls it: {@code HL7 aECG}
 * @param mediaType the media type under which the original bytes are handed on
 */
public record EcgFormat(String id, String title, String mediaType) {
  public EcgFormat {
    Objects.requireNonNull(id);
    Objects.requireNonNull(title);
    Objects.requireNonNull(mediaType);
  }
}
