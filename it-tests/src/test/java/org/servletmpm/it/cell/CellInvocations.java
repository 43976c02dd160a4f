package org.servletmpm.it.cell;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs an {@link EveryCell} scenario once a cell. */
final class CellInvocations implements TestTemplateInvocationContextProvider {

    static final String CELLS = System.getProperty("cells", ".*");

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        EveryCell scenario =
                AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), EveryCell.class)
                        .orElseThrow();
        return Arrays.stream(scenario.containers())
                .flatMap(container -> cells(container, scenario))
                .filter(cell -> cell.toString().matches(CELLS))
                .map(cell -> invocation(cell, scenario));
    }

    private static Stream<Cell> cells(Cell.Container container, EveryCell scenario) {
        return Arrays.stream(scenario.models())
                .flatMap(
                        model ->
                                Arrays.stream(scenario.over())
                                        .map(over -> new Cell(container, model, over)));
    }

    private static TestTemplateInvocationContext invocation(Cell cell, EveryCell scenario) {
        return new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int invocationIndex) {
                return cell.toString();
            }

            @Override
            public List<Extension> getAdditionalExtensions() {
                return List.of(new StockCondition(scenario), new CellParameter(cell));
            }
        };
    }

    private record StockCondition(EveryCell scenario) implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Cell.stock() && !scenario.holdsForStock()
                    ? ConditionEvaluationResult.disabled("about the MPM connectors only")
                    : ConditionEvaluationResult.enabled("holds for this connector");
        }
    }

    /** Gives the scenario its cell or its cell's shared server, and looks after the latter. */
    private record CellParameter(Cell cell)
            implements ParameterResolver, AfterTestExecutionCallback {

        private static final ExtensionContext.Namespace SERVERS =
                ExtensionContext.Namespace.create(CellInvocations.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == Cell.class || type == Server.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            if (parameter.getParameter().getType() == Cell.class) {
                return cell;
            }
            return servers(context).getOrComputeIfAbsent(cell, Server::shared, Server.class);
        }

        @Override
        public void afterTestExecution(ExtensionContext context) {
            Server server = servers(context).get(cell, Server.class);
            if (server == null) {
                return;
            }
            try {
                server.awaitQuiet();
            } catch (AssertionError leftBehind) {
                // The next scenario gets a fresh server: one leak fails one scenario.
                servers(context).remove(cell);
                server.close();
                throw leftBehind;
            }
        }

        /** Closed by JUnit, with the servers in it, when the last test of the run has ended. */
        private static ExtensionContext.Store servers(ExtensionContext context) {
            return context.getRoot().getStore(SERVERS);
        }
    }
}
