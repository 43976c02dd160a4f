package org.servletmpm.status;

import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Reads a status page with an XML parser, which refuses what is not well-formed. */
record Page(String markup, Document document) {
    static Page of(String markup) {
        try {
            return new Page(
                    markup,
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(markup))));
        } catch (Exception malformed) {
            throw new AssertionError(malformed + " in\n" + markup, malformed);
        }
    }

    /** What a reader sees of the body. */
    String text() {
        return all("body").get(0);
    }

    List<String> all(String element) {
        return elements(document.getDocumentElement(), element).stream()
                .map(Element::getTextContent)
                .toList();
    }

    List<String> attributes(String element, String attribute) {
        return elements(document.getDocumentElement(), element).stream()
                .map(found -> found.getAttribute(attribute))
                .toList();
    }

    int tables() {
        return all("table").size();
    }

    /** The definition of the only term of this name. */
    String figure(String term) {
        List<String> found =
                elements(document.getDocumentElement(), "dt").stream()
                        .filter(each -> each.getTextContent().equals(term))
                        .map(each -> (Element) each.getParentNode())
                        .map(pair -> elements(pair, "dd").get(0).getTextContent())
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(term + ": " + found);
        }
        return found.get(0);
    }

    /** A table's rows, their cells joined by bars. */
    List<String> rows(int table) {
        Element found = elements(document.getDocumentElement(), "table").get(table);
        return elements(found, "tr").stream()
                .map(
                        row ->
                                elements(row, "*").stream()
                                        .map(Element::getTextContent)
                                        .collect(Collectors.joining("|")))
                .toList();
    }

    private static List<Element> elements(Element root, String name) {
        NodeList found = root.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(at -> (Element) found.item(at))
                .toList();
    }
}
