package org.farsight.ecg;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When, where and with what the ECG was taken, as the file says it.
 *
 * @param start the device's clock at the first sample
 * @param end the device's clock at the end, where the file gives it
 * @param offset the clock's offset from UTC, where the file gives it; else the site's zone counts
 * @param device the cart
 * @param institution the hospital or clinic as text
 * @param department the ward, room or station as text
 * @param accession the accession number
 * @param orders further numbers of the order, placer's or filler's
 */
public record Acquisition(
    Optional<LocalDateTime> start,
    Optional<LocalDateTime> end,
    Optional<ZoneOffset> offset,
    Device device,
    Optional<String> institution,
    Optional<String> department,
    Optional<String> accession,
    List<String> orders) {

  /** A file that says nothing of it. */
  public static final Acquisition UNTOLD =
      new Acquisition(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Device.UNNAMED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public Acquisition {
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
    Objects.requireNonNull(offset);
    Objects.requireNonNull(device);
    Objects.requireNonNull(institution);
    Objects.requireNonNull(department);
    Objects.requireNonNull(accession);
    orders = List.copyOf(orders);
  }

  /**
   * The device that recorded the ECG; what the file does not say is empty.
   *
   * @param manufacturer the maker's name
   * @param model the model's name
   * @param serialNumber the device's own number
   * @param software the version of its software
   */
  public record Device(
      Optional<String> manufacturer,
      Optional<String> model,
      Optional<String> serialNumber,
      Optional<String> software) {

    /** A device of which the file says nothing. */
    public static final Device UNNAMED =
        new Device(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Device {
      Objects.requireNonNull(manufacturer);
      Objects.requireNonNull(model);
      Objects.requireNonNull(serialNumber);
      Objects.requireNonNull(software);
    }
  }
}
