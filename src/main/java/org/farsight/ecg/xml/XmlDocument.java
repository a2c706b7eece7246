package org.farsight.ecg.xml;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.farsight.ecg.EcgFormatException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;

/**
 * Builds the element tree under limits. Names are taken as they are written and their prefix cut,
 * so that a prefix that no namespace is bound to does not make a file unreadable.
 */
public final class XmlDocument {
  private XmlDocument() {}

  /**
   * Reads a document. A document type may be named, as carts do, but is not fetched, and may
   * declare nothing.
   *
   * @throws EcgFormatException where it is not well-formed or passes a limit, with the place
   */
  public static XmlElement parse(String text, XmlLimits limits) throws EcgFormatException {
    Tree tree = new Tree(limits);
    try {
      // The platform's own parser, not one that happens to be on the class path.
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(false);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      XMLReader reader = factory.newSAXParser().getXMLReader();
      reader.setContentHandler(tree);
      reader.setErrorHandler(tree);
      reader.setEntityResolver(tree);
      reader.setProperty("http://xml.org/sax/properties/declaration-handler", tree);
      reader.parse(new InputSource(new StringReader(text)));
    } catch (LimitException e) {
      throw new EcgFormatException(e.limit, tree.place(), e);
    } catch (SAXParseException e) {
      // The parser's own words may quote the file's text, which may be a name: only the place.
      throw new EcgFormatException(
          "not well-formed XML",
          "line %d, column %d in %s"
              .formatted(e.getLineNumber(), e.getColumnNumber(), tree.place()));
    } catch (SAXException | IOException e) {
      throw new EcgFormatException("not readable as XML", tree.place());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the platform's XML parser knows these features", e);
    }
    return tree.root();
  }

  private static String local(String qualified) {
    return qualified.substring(qualified.indexOf(':') + 1);
  }

  /** A limit was passed; its text holds nothing of the file. */
  private static final class LimitException extends SAXException {
    private static final long serialVersionUID = 1L;
    private final String limit;

    LimitException(String limit) {
      super(limit);
      this.limit = limit;
    }
  }

  private static final class Tree extends DefaultHandler2 {
    private final XmlLimits limits;
    private final ArrayDeque<XmlElement> open = new ArrayDeque<>();
    private final ArrayDeque<Map<String, Integer>> counts = new ArrayDeque<>();
    private @Nullable XmlElement root;
    private @Nullable Locator locator;
    private int elements;

    Tree(XmlLimits limits) {
      this.limits = limits;
      counts.push(new HashMap<>());
    }

    XmlElement root() throws EcgFormatException {
      if (root == null) {
        throw new EcgFormatException("no element", "/");
      }
      return root;
    }

    String place() {
      XmlElement here = open.peek();
      String line = locator == null ? "" : " (line " + locator.getLineNumber() + ")";
      return (here == null ? "/" : here.path()) + line;
    }

    @Override
    public void setDocumentLocator(Locator where) {
      locator = where;
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes)
        throws SAXException {
      if (++elements > limits.elements()) {
        throw new LimitException("more than " + limits.elements() + " elements");
      }
      if (open.size() >= limits.depth()) {
        throw new LimitException("nested deeper than " + limits.depth() + " elements");
      }
      String name = local(qualified);
      int position = counts.element().merge(name, 1, Integer::sum);
      XmlElement parent = open.peek();
      XmlElement element = new XmlElement(name, parent, position, copy(attributes));
      if (parent == null) {
        root = element;
      } else {
        parent.append(element);
      }
      open.push(element);
      counts.push(new HashMap<>(4));
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
      open.pop();
      counts.pop();
    }

    @Override
    public void characters(char[] characters, int start, int length) {
      XmlElement here = open.peek();
      if (here != null) {
        here.append(characters, start, length);
      }
    }

    @Override
    public void internalEntityDecl(String name, String value) throws SAXException {
      throw new LimitException("declares an entity");
    }

    @Override
    public void externalEntityDecl(String name, String publicId, String systemId)
        throws SAXException {
      throw new LimitException("refers to a file outside itself");
    }

    /** One that is declared nowhere, or in a document type that is not fetched. */
    @Override
    public void skippedEntity(String name) throws SAXException {
      throw new LimitException("uses an entity that it does not declare");
    }

    @Override
    public InputSource resolveEntity(
        String name, @Nullable String publicId, @Nullable String baseUri, String systemId)
        throws SAXException {
      throw new LimitException("refers to a file outside itself");
    }

    private static Map<String, String> copy(Attributes attributes) {
      Map<String, String> copy = HashMap.newHashMap(attributes.getLength());
      for (int i = 0; i < attributes.getLength(); i++) {
        String qualified = attributes.getQName(i);
        boolean declaration = qualified.equals("xmlns") || qualified.startsWith("xmlns:");
        // xmlns:type would else hide xsi:type.
        copy.put(declaration ? qualified : local(qualified), attributes.getValue(i));
      }
      return copy;
    }
  }
}
