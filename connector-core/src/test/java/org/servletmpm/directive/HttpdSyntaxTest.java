package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.directive.Checked.build;
import static org.servletmpm.directive.Checked.errors;
import static org.servletmpm.directive.Checked.file;
import static org.servletmpm.directive.Checked.lines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people paste them mean what they mean to httpd. */
class HttpdSyntaxTest {

    private static final String THREE_MODELS =
            """
            # Server-pool management
            <IfModule mpm_prefork_module>
                StartServers             2
                MinSpareServers          3
                MaxRequestWorkers      150
            </IfModule>

            <IfModule mpm_worker_module>
                StartServers             4
                ThreadsPerChild         10
                MaxRequestWorkers       80
            </IfModule>
            <IfModule mpm_event_module>
                StartServers             1
                ThreadsPerChild         20
                MaxRequestWorkers       60
            </IfModule>
            """;

    @ParameterizedTest
    @CsvSource({"prefork,2,150,1", "worker,4,80,10", "event,1,60,20"})
    void eachModelReadsItsOwnBlock(String model, int start, int workers, int threads)
            throws ConfigurationException {
        Directives directives = build(Model.parse(model), THREE_MODELS);

        assertThat(directives.startServers()).isEqualTo(start);
        assertThat(directives.maxRequestWorkers()).isEqualTo(workers);
        assertThat(directives.threadsPerChild()).isEqualTo(threads);
        assertThat(directives.findings()).isEmpty();
    }

    /** As {@code /etc/httpd/conf.modules.d/00-mpm.conf} of RHEL. */
    private static final String LOADED =
            """
            # worker MPM: Multi-Processing Module implementing a hybrid
            # multi-threaded multi-process web server
            #LoadModule mpm_event_module modules/mod_mpm_event.so
            LoadModule mpm_worker_module modules/mod_mpm_worker.so
            """;

    @Test
    void loadModuleChoosesTheModelAndItsBlocks() throws ConfigurationException {
        Directives directives =
                Directives.builder().read(LOADED + THREE_MODELS, "00-mpm.conf").build();

        assertThat(directives.model()).isEqualTo(Model.WORKER);
        assertThat(directives.startServers()).isEqualTo(4);
        assertThat(directives.findings()).isEmpty();
    }

    @Test
    void aModelThatIsWrittenElsewhereComesBeforeLoadModule() throws ConfigurationException {
        Directives directives = build(Model.PREFORK, LOADED + THREE_MODELS);

        assertThat(directives.model()).isEqualTo(Model.PREFORK);
        assertThat(lines(directives))
                .singleElement()
                .asString()
                .startsWith("LoadModule mpm_worker_module")
                .endsWith("without effect, the model is prefork");
    }

    @Test
    void theModelMayBeChosenAfterTheFileWasRead() throws ConfigurationException {
        Directives.Builder builder = Directives.builder().read(THREE_MODELS, "mpm.conf");

        assertThat(builder.model(Model.WORKER).build().startServers()).isEqualTo(4);
        assertThat(builder.model(Model.PREFORK).build().startServers()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "StartServers 7",
                "  \tstartservers\t7  ",
                "STARTSERVERS \"7\"",
                "StartServers '7'",
                "StartServers \\\n7",
                "StartServers 7\r\n",
                "StartServers\u00a07",
                "\ufeffStartServers 7",
                "StartServers 7\\",
                "# a comment \\\n  StartServers 9\nStartServers 7",
                "<IfModule event.c>\nStartServers 7\n</IfModule>",
                "<IfModule mpm_event.c>\nStartServers 7\n</IfModule>",
                "<IfModule mod_mpm_event.c>\nStartServers 7\n</IfModule>",
                "<IfModule \"mpm_event_module\">\nStartServers 7\n</ifmodule>",
                "<ifmodule MPM_EVENT_MODULE >\nStartServers 7\n</IFMODULE>",
                "<IfModule !mpm_prefork_module>\nStartServers 7\n</IfModule>",
                "<IfModule ! prefork.c>\nStartServers 7\n</IfModule>",
                "<IfModule !worker.c>\n<IfModule event.c>\nStartServers 7\n</IfModule>\n</IfModule>",
                "StartServers 7\n<IfModule worker.c>\n<IfModule event.c>\nStartServers 9\n"
                        + "</IfModule>\nFoo\n<VirtualHost *:80>\n</VirtualHost>\n</IfModule>",
            })
    void sevenInManyForms(String text) throws ConfigurationException {
        Directives directives = build(Model.EVENT, text);

        assertThat(directives.startServers()).isEqualTo(7);
        assertThat(directives.findings()).isEmpty();
    }

    @Test
    void aLineIsCountedWhereItBegins() throws ConfigurationException {
        Directives directives =
                build(Model.EVENT, "# one \\", "two", "", "StartServers \\", " 7", "ServerLimit 9");

        assertThat(directives.origin(Directive.START_SERVERS)).hasToString("mpm.conf:4");
        assertThat(directives.origin(Directive.SERVER_LIMIT)).hasToString("mpm.conf:6");
        assertThat(directives.origin(Directive.THREAD_LIMIT)).isEqualTo(Origin.DEFAULT);
    }

    @Test
    void quotesHoldBlanksAndQuotes() throws ConfigurationException {
        Directives directives =
                build(
                        Model.EVENT,
                        "PidFile \"/var/run/my \\\"server\\\".pid\"",
                        "ScoreBoardFile 'C:\\temp\\score board'");

        assertThat(directives.pidFile()).contains("/var/run/my \"server\".pid");
        assertThat(directives.scoreBoardFile()).contains("C:\\temp\\score board");
    }

    @Test
    void aLineMayBeLong() throws ConfigurationException {
        String name = "/" + "a\\\"".repeat(5_000);

        assertThat(build(Model.EVENT, "PidFile \"" + name + "\"").pidFile())
                .contains(name.replace("\\", ""));
    }

    @Test
    void modulesThatAreNotModelsAreAbsentAndThatIsSaid() throws ConfigurationException {
        Directives directives =
                build(
                        Model.EVENT,
                        "<IfModule mod_ssl.c>",
                        "StartServers 9",
                        "</IfModule>",
                        "<IfModule !mpm_winnt_module>",
                        "MaxMemFree 100",
                        "</IfModule>");

        assertThat(directives.startServers()).isEqualTo(3);
        assertThat(directives.maxMemFree())
                .as("for each worker")
                .isEqualTo(100L * 1024 * directives.maxRequestWorkers());
        assertThat(lines(directives))
                .containsExactly(
                        "IfModule=mod_ssl.c (mpm.conf:1): no such module here, block skipped",
                        "IfModule=!mpm_winnt_module (mpm.conf:4): no such module here, block read");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        <IfModulempm_prefork_module>;Foo;</IfModule> | <IfModulempm_prefork_module> (mpm.conf:1): must be <IfModule mpm_prefork_module>
        <IfModule!prefork.c>;</IfModule> | <IfModule!prefork.c> (mpm.conf:1): must be <IfModule !prefork.c>
        <IfModule event.c;</IfModule> | <IfModule event.c (mpm.conf:1): must be <IfModule event.c>
        <IfModule>;</IfModule> | <IfModule> (mpm.conf:1): must be <IfModule mpm_event_module>
        <IfModule event.c> | <IfModule event.c> (mpm.conf:1): is never closed, </IfModule> is missing
        <IfModule worker.c>;<IfModule x>;</IfModule> | <IfModule worker.c> (mpm.conf:1): is never closed, </IfModule> is missing
        </IfModule> | </IfModule> (mpm.conf:1): closes no section
        <IfModule worker.c>;</Directory> | </Directory> (mpm.conf:2): must be </IfModule>
        <VirtualHost *:80>;Foo;</VirtualHost> | <VirtualHost *:80> (mpm.conf:1): is no section of MPM directives, only <IfModule> is
        """)
    void sectionsThatAreWrongAreRefusedOnce(String text, String line) {
        assertThat(errors(file(Model.EVENT, text.split(";")))).containsExactly(line);
    }

    @Test
    void aFileIsNamedAsItWasGiven(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("pool.conf"), "StartServers 2\n");

        Directives directives = Directives.builder().read(file).build();

        assertThat(directives.origin(Directive.START_SERVERS)).hasToString(file + ":1");
    }

    @Test
    void aFileThatIsNotUtf8IsRead(@TempDir Path folder) throws IOException, ConfigurationException {
        Path file = folder.resolve("latin1.conf");
        Files.writeString(file, "# \u00e9t\u00e9\nStartServers 7\n", StandardCharsets.ISO_8859_1);

        assertThat(Directives.builder().read(file).build().startServers()).isEqualTo(7);
    }
}
