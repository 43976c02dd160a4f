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

## What two connectors cannot share; everything else is in mpm.ini.
## -- directives
## Where connections are accepted, one per connector; a Unix domain socket on Tomcat only; unset, the container's address and port. ([address:]port or unix:/path)
# mpm.ssl.listen=

## Keeps the scoreboard in a mapped file that can be read from outside. (file)
# mpm.ssl.scoreBoardFile=

## Where the status and probes are answered by a thread of their own, also when every worker is busy; without an address for clients of this machine only. ([address:]port)
# mpm.ssl.statusListen=
## --
