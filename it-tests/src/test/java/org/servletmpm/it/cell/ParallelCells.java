package org.servletmpm.it.cell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/**
 * Runs a scenario in all cells at once, each in a thread and with a server of its own: for those
 * that wait for time to pass, which is the same for all of them. {@code -Dcells=REGEX} holds here
 * too.
 */
public final class ParallelCells {

    /** What happens in one cell. */
    @FunctionalInterface
    public interface Scenario {
        void in(Cell cell) throws Exception;
    }

    private ParallelCells() {}

    /** On both containers, in all models, in the clear and over TLS. */
    public static void everywhere(Scenario scenario) throws Exception {
        everywhere(Cell.Transport.values(), scenario);
    }

    /** On both containers and in all models. */
    public static void everywhere(Cell.Transport[] over, Scenario scenario) throws Exception {
        everywhere(Cell.Model.values(), over, scenario);
    }

    /** On both containers. */
    public static void everywhere(Cell.Model[] models, Cell.Transport[] over, Scenario scenario)
            throws Exception {
        try (ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Void>> cells = new ArrayList<>();
            for (Cell.Container container : Cell.Container.values()) {
                for (Cell.Model model : models) {
                    for (Cell.Transport transport : over) {
                        Cell cell = new Cell(container, model, transport);
                        if (cell.toString().matches(CellInvocations.CELLS)) {
                            cells.add(clientThreads.start(() -> run(scenario, cell)));
                        }
                    }
                }
            }
            for (CompletableFuture<Void> cell : cells) {
                cell.get(4 * RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static Void run(Scenario scenario, Cell cell) throws Exception {
        try {
            scenario.in(cell);
            return null;
        } catch (IOException e) {
            throw new AssertionError(cell + ": " + e, e);
        }
    }
}
