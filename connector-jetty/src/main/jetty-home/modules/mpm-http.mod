[description]
A clear-text HTTP connector with one of httpd's processing models, in the place of the one of the module http.
It has the id and the properties (jetty.http.*) of that one, so that modules that add to it, such as http2c, add to this.

[tags]
connector
http

[provides]
http

[depend]
mpm

[xml]
etc/mpm-http.xml

[ini-template]
## The module http tells what there is; jetty.http.acceptors, selectors and acceptorPriorityDelta have no effect.
# jetty.http.host=0.0.0.0
# jetty.http.port=8080
# jetty.http.idleTimeout=30000

## Where the status and probes of this connector are answered by a thread of their own: [address:]port.
# mpm.http.statusListen=127.0.0.1:9000
