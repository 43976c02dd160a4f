package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** A web application that is replaced leaves nothing behind in the threads that ran it. */
class RedeploymentTest {

    @TempDir private Path base;

    /** Loads the servlet itself, as a web application's loader does. */
    private static final class ApplicationLoader extends ClassLoader {

        private static final String OWN = ThreadLocalServlet.class.getName();

        ApplicationLoader() {
            super(ThreadLocalServlet.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(OWN)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        HttpServlet servlet() throws ReflectiveOperationException {
            return (HttpServlet) loadClass(OWN).getConstructor().newInstance();
        }
    }

    /**
     * @return what shows whether anybody still has the application
     */
    private static WeakReference<ClassLoader> deploy(Deployment deployment) throws Exception {
        ApplicationLoader loader = new ApplicationLoader();
        deployment.deploy(loader.servlet());
        return new WeakReference<>(loader);
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void noThreadKeepsTheOldApplication(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        try (Deployment deployment =
                Deployment.start(
                        cell,
                        base,
                        "StartServers=" + (prefork ? 3 : 1),
                        "ThreadsPerChild=3",
                        "MaxRequestWorkers=6")) {
            WeakReference<ClassLoader> old = deploy(deployment);
            int port = deployment.port();
            for (int n = 0; n < 6; n++) {
                assertThat(get(port, "/app/").status()).as("%s", cell).isEqualTo(200);
            }
            RawConnection slow = RawConnection.open(port, false).request("/app/?ms=500");
            assertThat(slow.isAnswered()).as("%s: a request runs", cell).isTrue();

            deployment.undeploy();
            WeakReference<ClassLoader> next = deploy(deployment);
            assertThat(slow.read().status()).as("%s: the request that ran", cell).isEqualTo(200);
            slow.close();
            assertThat(get(port, "/app/").status()).as("%s", cell).isEqualTo(200);
            await(cell + ": the old application is garbage")
                    .atMost(Duration.ofSeconds(10))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> {
                                System.gc();
                                return old.get() == null;
                            });
            assertThat(next.get()).as("%s: the new one is in use", cell).isNotNull();
        }
    }

    private static Response get(int port, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get(path, "Connection: close");
        }
    }
}
