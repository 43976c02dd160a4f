package org.servletmpm.it.same;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.servletmpm.it.cell.Cell;

/**
 * An application's clients cannot tell our connector from the container's own: the same bytes sent
 * are answered with the same bytes, but for dates, and the connection is kept open or ends alike.
 *
 * <p>{@code -Dcells=REGEX} as for the scenarios ({@code tomcat/event/plain}); {@code -Dcases=REGEX}
 * plays only the cases whose {@code group: name} matches; {@code -Dstock=true} compares the
 * container's own connector with itself, which finds cases that chance decides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAsStockTest {

    private static final String WANTED = System.getProperty("cases", "(?s).*");

    private final Map<Cell.Container, ComparedServers> fleets = new EnumMap<>(Cell.Container.class);

    /**
     * @param together they mostly wait, and are played at the same time
     */
    private record Group(String name, Stream<Case> cases, boolean together) {

        static Stream<Group> all() {
            return Stream.of(
                    new Group("request line", RequestLines.cases(), false),
                    new Group("header", Headers.cases(), false),
                    new Group("body", Bodies.cases(), false),
                    new Group("keep-alive", KeepAlive.cases(), false),
                    new Group("silence", KeepAlive.silent(), true),
                    new Group("extra", OtherCases.cases(), false),
                    new Group("page", Pages.cases(), false),
                    new Group("file", Files.cases(), false),
                    new Group("upgrade", Upgrades.cases(), false));
        }
    }

    @TestFactory
    Stream<DynamicContainer> tomcat() {
        return cells(Cell.Container.TOMCAT);
    }

    @TestFactory
    Stream<DynamicContainer> jetty() {
        return cells(Cell.Container.JETTY);
    }

    @AfterAll
    void stop() {
        fleets.values().forEach(ComparedServers::close);
    }

    private Stream<DynamicContainer> cells(Cell.Container container) {
        ComparedServers fleet = new ComparedServers(container);
        fleets.put(container, fleet);
        return Arrays.stream(Cell.Model.values())
                .map(model -> new Cell(container, model, Cell.Transport.PLAIN))
                .filter(cell -> cell.toString().matches(System.getProperty("cells", ".*")))
                .map(cell -> dynamicContainer(cell.toString(), cases(cell, fleet)));
    }

    private static Stream<DynamicNode> cases(Cell cell, ComparedServers fleet) {
        return Stream.concat(
                Group.all().map(group -> group(cell, fleet, group)),
                Stream.of(dynamicTest("nothing is left behind", fleet::awaitQuiet)));
    }

    private static DynamicContainer group(Cell cell, ComparedServers fleet, Group group) {
        List<Case> cases =
                group.cases()
                        .filter(each -> isFor(cell.container(), each))
                        .filter(each -> (group.name() + ": " + each.name()).matches(WANTED))
                        .toList();
        Stream<DynamicNode> first =
                group.together()
                        ? Stream.of(
                                dynamicTest(
                                        "all at once", () -> fleet.together(cases, cell.model())))
                        : Stream.empty();
        return dynamicContainer(
                group.name(),
                Stream.concat(
                        first,
                        cases.stream()
                                .map(
                                        each ->
                                                dynamicTest(
                                                        each.name(),
                                                        () -> compare(cell, fleet, each)))));
    }

    private static boolean isFor(Cell.Container container, Case played) {
        return played.setting().isFor(container)
                && (container == Cell.Container.TOMCAT || !played.is(Case.Trait.TOMCAT_ONLY));
    }

    private static void compare(Cell cell, ComparedServers fleet, Case played) throws Exception {
        Transcript stock = fleet.stock(played);
        assertThat(stock)
                .as(
                        "%s: \"%s\": what the stock connector does must not be waited for",
                        cell, played.name())
                .matches(transcript -> !transcript.isMisjudged());
        Transcript ours = fleet.ours(played, cell.model());
        if (!ours.isLike(stock, played.is(Case.Trait.EITHER_END))) {
            throw new AssertionError(Difference.report(cell, played, stock, ours));
        }
    }
}
