package org.farsight.ecg.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.farsight.ecg.Lead;
import org.farsight.ecg.LeadId;
import org.farsight.ecg.Recording;

/**
 * Which lead stands where. The twelve standard leads have their places, empty ones named, once
 * eight of them are there; leads beside them follow in rows below, and on sheets of their own when
 * the rows get too many. Up to six leads in all get a row each, whatever the layout.
 *
 * @param banks each a set of leads that is drawn over the whole time
 * @param duration seconds from the recording's start to its last sample
 */
record Arrangement(List<Bank> banks, double duration) {
  private static final int FULL_SET = 8;
  private static final int MOST_SINGLE_ROWS = 6;
  private static final int MOST_EXTRA_ROWS = 2;
  private static final int MOST_ROWS = 15;

  /** A lead's place: rows and columns count from 0. */
  record Cell(Slot slot, int row, int column) {}

  /**
   * Leads on one sheet.
   *
   * @param rows the rhythm strip's not counted
   * @param rhythm the lead below the others
   */
  record Bank(List<Cell> cells, int rows, int columns, Optional<Slot> rhythm) {
    int allRows() {
      return rows + (rhythm.isPresent() ? 1 : 0);
    }
  }

  static Arrangement of(Recording recording, SheetOptions options) {
    Map<String, List<Lead>> byLabel = new LinkedHashMap<>();
    recording
        .leads()
        .forEach(lead -> byLabel.computeIfAbsent(lead.label(), l -> new ArrayList<>()).add(lead));
    Optional<Slot> rhythm = rhythm(byLabel, options);
    List<Slot> standard = standard(byLabel, options.order());
    List<Slot> extra = new ArrayList<>();
    byLabel.forEach((label, leads) -> extra.add(new Slot(label, leads, false)));
    double duration = recording.leads().stream().mapToDouble(Slot::endOf).max().orElse(0);
    return new Arrangement(banks(standard, extra, rhythm, options.layout()), duration);
  }

  /** Takes the standard leads out of the map. */
  private static List<Slot> standard(Map<String, List<Lead>> byLabel, LeadOrder order) {
    long there = order.leads().stream().filter(id -> byLabel.containsKey(id.label())).count();
    List<Slot> slots = new ArrayList<>();
    for (LeadId id : order.leads()) {
      List<Lead> leads = byLabel.remove(id.label());
      boolean inverted = order.inverts(id);
      if (leads != null || there >= FULL_SET) {
        String label = inverted ? "-" + id.label() : id.label();
        slots.add(new Slot(label, leads == null ? List.of() : leads, inverted));
      }
    }
    return slots;
  }

  private static Optional<Slot> rhythm(Map<String, List<Lead>> byLabel, SheetOptions options) {
    Map<String, String> labels = new HashMap<>();
    byLabel.keySet().forEach(label -> labels.put(label.toUpperCase(java.util.Locale.ROOT), label));
    return options
        .rhythmLead()
        .map(
            wanted -> {
              String label = labels.get(wanted.toUpperCase(java.util.Locale.ROOT));
              if (label == null) {
                label = byLabel.keySet().iterator().next();
              }
              return new Slot(label, byLabel.getOrDefault(label, List.of()), false);
            });
  }

  private static List<Bank> banks(
      List<Slot> standard, List<Slot> extra, Optional<Slot> rhythm, Layout layout) {
    int all = standard.size() + extra.size();
    List<Bank> banks = new ArrayList<>();
    if (layout.columns() == 1 || all <= MOST_SINGLE_ROWS) {
      List<Slot> slots = new ArrayList<>(standard);
      slots.addAll(extra);
      Optional<Slot> below = all <= MOST_SINGLE_ROWS ? Optional.empty() : rhythm;
      for (int from = 0; from < all; from += MOST_ROWS) {
        banks.add(single(slots.subList(from, Math.min(all, from + MOST_ROWS)), below));
      }
      return banks;
    }
    int columns = layout.columns();
    int first = standard.isEmpty() ? 0 : Math.min(extra.size(), MOST_EXTRA_ROWS * columns);
    if (!standard.isEmpty()) {
      banks.add(main(standard, extra.subList(0, first), layout, rhythm));
    }
    int perBank = layout.rows() * columns;
    for (int from = first; from < extra.size(); from += perBank) {
      List<Slot> some = extra.subList(from, Math.min(extra.size(), from + perBank));
      banks.add(main(some, List.of(), layout, rhythm));
    }
    return banks;
  }

  private static Bank single(List<Slot> slots, Optional<Slot> rhythm) {
    List<Cell> cells = new ArrayList<>();
    slots.forEach(slot -> cells.add(new Cell(slot, cells.size(), 0)));
    return new Bank(cells, slots.size(), 1, rhythm);
  }

  /** Column by column; what comes beside follows row by row. */
  private static Bank main(
      List<Slot> slots, List<Slot> beside, Layout layout, Optional<Slot> rhythm) {
    int rows = Math.min(layout.rows(), slots.size());
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      cells.add(new Cell(slots.get(i), i % rows, i / rows));
    }
    for (int i = 0; i < beside.size(); i++) {
      cells.add(new Cell(beside.get(i), rows + i / layout.columns(), i % layout.columns()));
    }
    int extraRows = (beside.size() + layout.columns() - 1) / layout.columns();
    return new Bank(cells, rows + extraRows, layout.columns(), rhythm);
  }
}
