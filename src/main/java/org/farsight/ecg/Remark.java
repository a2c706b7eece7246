package org.farsight.ecg;

import java.util.Objects;

/**
 * Where a reader had to decide: a named rule it applied to a file that leaves its standard, or a
 * part of the file it left out.
 *
 * @param rule the rule's name, or a short reason; never a value of the person
 * @param where tag path or XML path
 */
public record Remark(String rule, String where) {
  public Remark {
    Objects.requireNonNull(rule);
    Objects.requireNonNull(where);
  }
}
