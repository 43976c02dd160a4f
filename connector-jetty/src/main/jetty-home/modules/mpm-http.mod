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

## What two connectors cannot share; everything else is in mpm.ini.
## -- directives
## Where connections are accepted, one per connector; a Unix domain socket on Tomcat only; unset, the container's address and port. ([address:]port or unix:/path)
# mpm.http.listen=

## Keeps the scoreboard in a mapped file that can be read from outside. (file)
# mpm.http.scoreBoardFile=

## Where the status and probes are answered by a thread of their own, also when every worker is busy; without an address for clients of this machine only. ([address:]port)
# mpm.http.statusListen=
## --
