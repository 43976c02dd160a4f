package org.servletmpm.contract;

import org.servletmpm.connection.Adapter;

/** The worked example keeps the contract. */
class EchoContractTest extends AdapterContract {

    private final EchoAdapter adapter = new EchoAdapter();

    @Override
    protected Adapter adapter() {
        return adapter;
    }

    @Override
    protected Application application() {
        return new Echo(adapter);
    }

    private record Echo(EchoAdapter adapter) implements Application {

        @Override
        public byte[] bytes(Request request) {
            byte which =
                    switch (request) {
                        case ANSWER -> 'a';
                        case SUSPEND -> EchoHandler.SUSPEND;
                        case PIN -> EchoHandler.PIN;
                        case LARGE -> EchoHandler.LARGE;
                        case STREAM -> EchoHandler.STREAM;
                        case LAST -> EchoHandler.LAST;
                        case REFUSE -> EchoHandler.REFUSE;
                        case ABORT -> EchoHandler.ABORT;
                    };
            return new byte[] {EchoHandler.PART, which};
        }

        @Override
        public void answerSuspended() {
            adapter.handlers().element().answerSuspended();
        }
    }
}
