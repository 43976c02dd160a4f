[description]
The processing models of Apache httpd (prefork, worker, event) for Jetty's connectors.
Enable it by mpm-http or mpm-ssl.

[tags]
connector

[depend]
server

[lib]
lib/mpm/*.jar

[ini-template]
## These hold for each connector of the modules mpm-http and mpm-ssl.
## Names, values and defaults are those of httpd's directives.

## The processing model: prefork, worker or event.
# mpm.model=event

## Threads that may serve requests, over all children of a connector.
# mpm.maxRequestWorkers=400

## Worker threads of each child (worker, event).
# mpm.threadsPerChild=25

## Children at the start.
# mpm.startServers=3

## Idle threads over all children: with fewer a child is started, with more one leaves (worker, event).
# mpm.minSpareThreads=75
# mpm.maxSpareThreads=250

## Idle children: with fewer one is started, with more one leaves (prefork).
# mpm.minSpareServers=5
# mpm.maxSpareServers=10

## Connections that a child takes before another takes its place; 0 is no limit.
# mpm.maxConnectionsPerChild=0

## Seconds that a stop gives to requests that run or are queued.
# mpm.gracefulShutdownTimeout=0

## How long the parts of a request may take to arrive: seconds-most,MinRate=bytes; 0 is no limit.
# mpm.requestReadTimeout=handshake=0 header=20-40,MinRate=500 body=0

## A worker that runs a request for longer than this is logged once, with its stack; 0 logs none.
# mpm.slowRequestTime=0
