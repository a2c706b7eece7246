package org.farsight.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A patient as one issuer knows them, gathered from what was said under one id. Holds a person, so
 * {@code toString} says nothing that may not be logged.
 *
 * @param key the issuer and its id
 * @param siteId the site that has spoken last
 * @param card the number of an id card as it was written, in capitals, not checked; empty: none
 * @param name as far as it was told
 * @param sex as it was told
 * @param birthDate null where none was told
 * @param registeredAt time of the newest message of the issuer's registration (HL7 v2 ADT) that
 *     went into this; null where only studies and ECGs have spoken
 * @param exchangeId the exchange of this patient that has spoken last; empty where only others'
 *     have
 */
public record Identity(
    Key key,
    String siteId,
    String card,
    Name name,
    Sex sex,
    @Nullable LocalDate birthDate,
    @Nullable Instant registeredAt,
    String exchangeId) {

  /** Administrative sex. */
  public enum Sex {
    MALE,
    FEMALE,
    OTHER,
    UNKNOWN
  }

  /**
   * Whom an issuer means: no two issuers have the same system.
   *
   * @param system the issuer's URI
   * @param id as the issuer gave it
   */
  public record Key(String system, String id) {
    /** Hides the id. */
    @Override
    public String toString() {
      return "Key[" + system + ", id not shown]";
    }
  }

  /**
   * A name in the scripts that it was told in.
   *
   * @param ideographic in Chinese characters; empty where not told
   * @param alphabetic in Latin letters (pinyin), family name first; empty where not told
   */
  public record Name(String ideographic, String alphabetic) {
    /** No name. */
    public static final Name NONE = new Name("", "");

    private Name or(Name other) {
      return new Name(first(ideographic, other.ideographic), first(alphabetic, other.alphabetic));
    }

    /** Hides the person. */
    @Override
    public String toString() {
      return "Name[not shown]";
    }
  }

  /** The same, said by another exchange; by none that counts where it is empty. */
  public Identity of(String otherExchange) {
    return new Identity(key, siteId, card, name, sex, birthDate, registeredAt, otherExchange);
  }

  /** The birth date, where one was told. */
  public Optional<LocalDate> birth() {
    return Optional.ofNullable(birthDate);
  }

  /**
   * The same after something more was said under the id. The issuer's registration has the word: a
   * newer message of it replaces what it names, an older one or a study only completes what is
   * missing. What nobody names stays.
   */
  public Identity with(Identity said) {
    boolean newer = said.overrides(this);
    Identity over = newer ? said : this;
    Identity under = newer ? this : said;
    return new Identity(
        key,
        said.siteId,
        first(over.card, under.card),
        over.name.or(under.name),
        over.sex == Sex.UNKNOWN ? under.sex : over.sex,
        over.birthDate == null ? under.birthDate : over.birthDate,
        over.registeredAt == null ? under.registeredAt : over.registeredAt,
        first(said.exchangeId, exchangeId));
  }

  /** Whether this is the registration's word, and none that is older than what is known. */
  public boolean overrides(Identity known) {
    Instant mine = registeredAt;
    return mine != null && (known.registeredAt == null || !mine.isBefore(known.registeredAt));
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  @Override
  public String toString() {
    return "Identity of " + key.system + ", not shown";
  }
}
