package org.servletmpm.it.embedded;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A protocol that says everything back, in the thread that upgrades, which it keeps until its
 * client ends. Public for the container.
 */
public final class BlockingUpgrade implements HttpUpgradeHandler {

    @Override
    public void init(WebConnection connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            OutputStream out = connection.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                out.flush();
            }
        } catch (IOException gone) {
            // The client has left in the middle.
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void destroy() {
        // Has nothing to give back.
    }
}
