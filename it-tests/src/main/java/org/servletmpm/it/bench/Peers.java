package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.process.HttpdProcess;

/** Event, Undertow, Apache httpd and the floor, loaded in turns. */
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

    /** About how long it takes. */
    static long seconds(Selection selection) {
        if (!selection.parts().contains(Part.PEERS)) {
            return 0;
        }
        long servers = selection.containers().size() + 3;
        long cases = Case.HELLO.stream().filter(selection.cases()::contains).count();
        long runs = (long) selection.pairs() * selection.seconds() * cases;
        return 6 + servers * (warmUpSeconds(selection) + runs);
    }

    /** At least a second: it shows, too, that each of them answers. */
    private static int warmUpSeconds(Selection selection) {
        return Math.max(1, selection.warmUp().orElse(4));
    }

    List<PeerResult> run() throws InterruptedException {
        List<PeerResult> results = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        try {
            try {
                start(peers);
                for (Peer peer : peers) {
                    peer.server().run(Wrk.get(64, "/hello"), warmUpSeconds(selection));
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
        try {
            peers.add(Peer.floor());
        } catch (IOException e) {
            runner.note("peers: no floor: " + e.getMessage());
        }
    }

    private List<PeerResult> compare(List<Peer> peers, Case hello)
            throws IOException, InterruptedException {
        List<List<Sample>> samples = new ArrayList<>();
        peers.forEach(peer -> samples.add(new ArrayList<>()));
        Load load = Wrk.get(hello.connections(), "/hello");
        for (int round = 0; round < selection.pairs(); round++) {
            for (int i = 0; i < peers.size(); i++) {
                Sample sample = peers.get(i).server().run(load, selection.seconds());
                samples.get(i).add(sample.answered());
            }
        }
        List<PeerResult> results = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            results.add(
                    new PeerResult(
                            peers.get(i).name(),
                            hello,
                            Spread.of(samples.get(i), Sample::requestsPerSecond),
                            Spread.of(samples.get(i), Sample::p99Millis),
                            Spread.of(samples.get(i), Sample::cpuMicros)));
        }
        return results;
    }
}
