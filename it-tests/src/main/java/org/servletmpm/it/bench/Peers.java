package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.process.HttpdProcess;

/** Event, Undertow and Apache httpd, loaded in turns. */
final class Peers {

    private final Selection selection;
    private final Launch launch;
    private final Runner runner;

    /**
     * @param runner is told what is not installed
     */
    Peers(Selection selection, Launch launch, Runner runner) {
        this.selection = selection;
        this.launch = launch;
        this.runner = runner;
    }

    /** For a place in the order fewer do than for a ratio. */
    private static long rounds(Selection selection) {
        return Math.min(selection.pairs(), 3);
    }

    /** About how long it takes. */
    static long seconds(Selection selection) {
        if (!selection.parts().contains(Part.PEERS)) {
            return 0;
        }
        long servers = selection.containers().size() + 2;
        long cases = Case.HELLO.stream().filter(selection.cases()::contains).count();
        long runs = rounds(selection) * selection.seconds() * cases;
        return 6 + servers * (selection.warmUpSeconds() + runs);
    }

    List<PeerResult> run() throws InterruptedException {
        List<PeerResult> results = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        try {
            try {
                start(peers);
                for (Peer peer : peers) {
                    Wrk.get(16, "/hello").run(peer.port(), Math.max(1, selection.warmUpSeconds()));
                }
                for (Case hello : Case.HELLO) {
                    if (selection.cases().contains(hello)) {
                        results.addAll(compare(peers, hello));
                    }
                }
            } finally {
                for (Peer peer : peers) {
                    peer.close();
                }
            }
        } catch (IOException | IllegalStateException e) {
            runner.note("peers: " + e.getMessage());
        }
        return results;
    }

    private void start(List<Peer> peers) throws IOException, InterruptedException {
        for (String container : selection.containers()) {
            peers.add(Peer.event(launch, new Setup(container, "event", selection.directives())));
        }
        peers.add(Peer.undertow(launch));
        if (HttpdProcess.isInstalled("mod_authz_core")) {
            peers.add(Peer.httpd());
        } else {
            runner.note("peers: no Apache httpd (Debian: apt-get install apache2)");
        }
    }

    private List<PeerResult> compare(List<Peer> peers, Case hello)
            throws IOException, InterruptedException {
        List<List<Run>> runs = new ArrayList<>();
        peers.forEach(peer -> runs.add(new ArrayList<>()));
        Load load = Wrk.get(hello.connections(), "/hello");
        for (int round = 0; round < rounds(selection); round++) {
            for (int i = 0; i < peers.size(); i++) {
                Run run = load.run(peers.get(i).port(), selection.seconds());
                runs.get(i).add(run.answered());
            }
        }
        List<PeerResult> results = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            results.add(
                    new PeerResult(
                            peers.get(i).name(),
                            hello,
                            Spread.of(runs.get(i), Run::requestsPerSecond),
                            Spread.of(runs.get(i), Run::p99Millis)));
        }
        return results;
    }
}
