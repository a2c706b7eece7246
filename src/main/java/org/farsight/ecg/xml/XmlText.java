package org.farsight.ecg.xml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.farsight.ecg.EcgFormatException;

/**
 * From the bytes of an XML file to its characters (XML 1.0 appendix F): byte order mark, then the
 * pattern of zero bytes, then the declaration; strict, so that a wrong guess is an error and never
 * a question mark in a name.
 */
public final class XmlText {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");
  private static final Pattern BEFORE_ROOT =
      Pattern.compile(
          "\\s*(<\\?.*?\\?>|<!--.*?-->|<![A-Za-z][^>\\[]*+(\\[[^\\]]*+\\]\\s*+)?>)",
          Pattern.DOTALL);
  private static final Set<Charset> LATIN =
      Set.of(StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));
  private static final int DECLARATION_LENGTH = 300;

  private XmlText() {}

  /**
   * The characters of a file.
   *
   * @param rules says whether a departure from XML may be used, and remarks on it
   * @throws EcgFormatException where the bytes are not what they declare to be
   */
  public static String decode(byte[] file, XmlRule.Use rules) throws EcgFormatException {
    if (startsWith(file, 0xEF, 0xBB, 0xBF)) {
      return utf8(file, 3, rules);
    }
    Optional<Charset> wide = utf16(file);
    if (wide.isPresent()) {
      int skip = startsWith(file, 0xFE, 0xFF) || startsWith(file, 0xFF, 0xFE) ? 2 : 0;
      return strict(wide.get(), file, skip)
          .orElseThrow(() -> new EcgFormatException("not the UTF-16 that it begins as", "byte 0"));
    }
    return declared(file, rules);
  }

  /** The start of a file as text in which ASCII can be read, whatever the encoding. */
  private static String ascii(byte[] head) {
    byte[] narrow = new byte[head.length];
    int length = 0;
    for (byte b : head) {
      if (b != 0) {
        narrow[length++] = b;
      }
    }
    String text = new String(narrow, 0, length, StandardCharsets.ISO_8859_1);
    return text.replaceFirst("^(\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)", "");
  }

  /**
   * The local name of the root element of a document that starts with these bytes, whatever the
   * encoding; empty where no element begins.
   */
  public static Optional<String> root(byte[] head) {
    String text = ascii(head);
    Matcher matcher = BEFORE_ROOT.matcher(text);
    int at = 0;
    while (matcher.region(at, text.length()).lookingAt()) {
      at = matcher.end();
    }
    String rest = text.substring(at).stripLeading();
    int end = 1;
    while (end < rest.length() && isNameCharacter(rest.charAt(end))) {
      end++;
    }
    if (!rest.startsWith("<") || end >= rest.length()) {
      return Optional.empty();
    }
    String name = rest.substring(1, end);
    return Optional.of(name.substring(name.indexOf(':') + 1)).filter(n -> !n.isEmpty());
  }

  private static boolean isNameCharacter(char c) {
    return Character.isLetterOrDigit(c) || ":_-.".indexOf(c) >= 0;
  }

  private static Optional<Charset> utf16(byte[] file) {
    if (startsWith(file, 0xFE, 0xFF) || startsWith(file, 0, '<')) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (startsWith(file, 0xFF, 0xFE) || startsWith(file, '<', 0)) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    return Optional.empty();
  }

  private static String declared(byte[] file, XmlRule.Use rules) throws EcgFormatException {
    String prolog =
        new String(file, 0, Math.min(file.length, DECLARATION_LENGTH), StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARED.matcher(prolog);
    String name = matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "UTF-8";
    if (name.startsWith("UTF-16") || name.equals("ISO-10646-UCS-2")) {
      if (!rules.apply(XmlRule.DECLARED_UTF16_STORED_BYTES, "/")) {
        throw new EcgFormatException("declares " + name + " but is written in bytes", "byte 0");
      }
      return utf8(file, 0, rules);
    }
    if (name.equals("UTF-8") || name.equals("UTF8") || name.equals("US-ASCII")) {
      return utf8(file, 0, rules);
    }
    // GB 2312 and GBK are parts of GB 18030, and files in them are rarely exact about which.
    Charset charset = name.startsWith("GB") ? GB18030 : named(name);
    if (LATIN.contains(charset)) {
      Optional<Charset> found = ChineseBytes.find(file);
      if (found.isPresent() && rules.apply(XmlRule.CHINESE_UNDER_LATIN, "/")) {
        charset = found.get();
      }
    }
    return strict(charset, file, 0)
        .orElseThrow(() -> new EcgFormatException("not the " + name + " it declares", "byte 0"));
  }

  private static String utf8(byte[] file, int skip, XmlRule.Use rules) throws EcgFormatException {
    Optional<String> text = strict(StandardCharsets.UTF_8, file, skip);
    if (text.isPresent()) {
      return text.get();
    }
    Optional<String> chinese = strict(GB18030, file, skip);
    if (chinese.isPresent() && rules.apply(XmlRule.GB18030_UNDER_UTF8, "/")) {
      return chinese.get();
    }
    throw new EcgFormatException(
        "bytes that are no UTF-8", "byte " + (skip + faultIn(StandardCharsets.UTF_8, file, skip)));
  }

  private static Charset named(String name) throws EcgFormatException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new EcgFormatException("declares an encoding that is not known", "byte 0", e);
    }
  }

  private static Optional<String> strict(Charset charset, byte[] file, int skip) {
    try {
      CharBuffer text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(file, skip, file.length - skip));
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int faultIn(Charset charset, byte[] file, int skip) {
    ByteBuffer in = ByteBuffer.wrap(file, skip, file.length - skip);
    CharBuffer out = CharBuffer.allocate(file.length - skip + 1);
    charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(in, out, true);
    return in.position() - skip;
  }

  private static boolean startsWith(byte[] file, int... mark) {
    if (file.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((file[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
