[description]
A TLS connector with one of httpd's processing models, in the place of the one of the module ssl.
It has the id and the properties (jetty.ssl.*) of that one, so that modules that add to it, such as https and http2, add to this.

[tags]
connector
ssl

[provides]
ssl

[depend]
mpm
ssl-context

[xml]
etc/mpm-ssl.xml

[ini-template]
## The module ssl tells what there is; jetty.ssl.acceptors, selectors and acceptorPriorityDelta have no effect.
# jetty.ssl.host=0.0.0.0
# jetty.ssl.port=8443
# jetty.ssl.idleTimeout=30000

## Where the status and probes of this connector are answered by a thread of their own: [address:]port.
# mpm.ssl.statusListen=127.0.0.1:9443
