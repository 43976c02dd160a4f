[description]
The processing models of Apache httpd (prefork, worker, event) for Jetty's connectors.
Enable it by mpm-http or mpm-ssl.

[tags]
connector

[depend]
server

[lib]
lib/mpm/*.jar

[xml]
etc/mpm.xml

[ini-template]
## These hold for each connector of the modules mpm-http and mpm-ssl.
## Names, values and defaults are those of httpd's directives.

## The processing model: prefork, worker or event.
# mpm.model=event

## -- directives
## Children started at the beginning. (children; prefork 5, worker 3, event 3)
# mpm.startServers=3

## Fewer idle children than this, and more are started. (children; prefork 5)
# mpm.minSpareServers=5

## More idle children than this, and one a second is retired. (children; prefork 10)
# mpm.maxSpareServers=10

## Fewer idle threads than this over all children, and more children are started. (threads; worker 75, event 75)
# mpm.minSpareThreads=75

## More idle threads than this over all children, and one child a second is retired. (threads; worker 250, event 250)
# mpm.maxSpareThreads=250

## Worker threads of each child. (threads; worker 25, event 25)
# mpm.threadsPerChild=25

## The highest ThreadsPerChild until the server is stopped. (threads; worker 64, event 64)
# mpm.threadLimit=64

## The most children there can be until the server is stopped. (children; prefork 256, worker 16, event 16)
# mpm.serverLimit=16

## The most requests served at once; the container's maxThreads is the same. (threads; prefork 256, worker 400, event 400)
# mpm.maxRequestWorkers=400

## Connections a child accepts before it is recycled; 0 is no limit. (connections)
# mpm.maxConnectionsPerChild=0

## Connections a child takes beyond ThreadsPerChild for each idle worker; unset, only the container's maxConnections bounds them. (connections per idle worker; event unset)
# mpm.asyncRequestWorkerFactor=

## Connections that may wait in the kernel; the container's acceptCount is the same. (connections)
# mpm.listenBacklog=511

## The sockets' send buffer; 0 leaves it to the operating system. (bytes)
# mpm.sendBufferSize=0

## The sockets' receive buffer; 0 leaves it to the operating system. (bytes)
# mpm.receiveBufferSize=0

## Stack of each worker thread; 0 leaves it to the JVM. (bytes)
# mpm.threadStackSize=0

## Whether workers are threads of the operating system or virtual ones: within the same limits, on Java 21 or later (in worker 24). (platform or virtual; worker platform, event platform)
# mpm.workerThreads=platform

## Pooled buffer memory that is kept for reuse, for each worker; 0 is no limit. (KB)
# mpm.maxMemFree=2048

## What a client has not yet taken of its responses, kept in memory without a worker; 0 keeps none, unset it is 2 MB, or 1/64 of the heap if that is less. (bytes; event unset)
# mpm.writeCompletionBuffer=

## The same for all connections together; unset, 1/8 of the heap. (bytes; event unset)
# mpm.writeCompletionMemory=

## What a connection may keep beyond its memory in a temporary file; 0 keeps none. (bytes; event 0)
# mpm.writeCompletionSpill=0

## How long a stop waits for requests to end, whatever the container says; 0 leaves that to the container: where it gives no time, a stop waits for nothing. (seconds)
# mpm.gracefulShutdownTimeout=0

## How long a client may still begin a request, answered with Connection: close, when the server stops gracefully or its child leaves; 0 ends idle connections at once, unset it is KeepAliveTimeout, at a stop no more than 5 s (500ms is understood). (seconds)
# mpm.gracefulKeepAlive=

## How long a server that is to stop gracefully serves on as ever, but is not ready (/ready) and answers with Connection: close, before the stop begins. (seconds)
# mpm.gracefulShutdownDelay=0

## Where this JVM's process id is written, in process mode the control process's. (file)
# mpm.pidFile=

## Accepting is serialised in any case; only the value is checked. (mechanism)
# mpm.acceptMutex=

## The lock file of httpd 2.2's AcceptMutex; not needed in one JVM. (file)
# mpm.lockFile=

## AcceptMutex and LockFile since httpd 2.4; only the value is checked. (mechanism)
# mpm.mutex=

## Where children run, and leave a core or a crash report; process mode only. (directory)
# mpm.coreDumpDirectory=

## Whether a hook is told of a worker's or child's fatal error. (On or Off)
# mpm.enableExceptionHook=Off

## Whether the status tells the client and request of each worker, and sums of traffic. (On or Off)
# mpm.extendedStatus=On

## A worker that runs a request for longer than this is logged once, with its stack (500ms is understood); 0 logs none. (seconds)
# mpm.slowRequestTime=0

## A request that runs for longer is logged with its stack, and its thread is interrupted; in process mode its child is replaced 5 s later if that has not helped, and killed after another 30 s, one child at a time; 0 is no limit. (seconds)
# mpm.requestTerminateTimeout=0

## How long a child may take until it is ready; then it is killed, and a rolling restart has failed; process mode only. (seconds)
# mpm.childStartTimeout=120

## How long the first child of a new generation has to serve before an old child leaves; if it dies before, the old generation stays; process mode only. (seconds)
# mpm.minLife=15

## How many children may be starting at once; unset, as many as there are processors; process mode only. (children)
# mpm.maxStarting=

## When there have been idle children for so long, one leaves, and so on down to MinSpareServers or MinSpareThreads; 0 lets none leave below MaxSpare; process mode only. (seconds)
# mpm.idleExit=0

## So many children that die within so many seconds are told of as sick, in the log, the status and /ready; the others serve on; process mode only. (deaths/seconds)
# mpm.crashLimit=5/60

## A child that has answered so many is replaced, the new one first; 0 is no limit; process mode only. (requests)
# mpm.recycleRequests=0

## A child that has served for so long is replaced (12h is understood); 0 is no limit; process mode only. (seconds)
# mpm.recycleAge=0

## A child whose process has so much memory resident is replaced (800M is understood, and 40%: of the cgroup's limit or the machine's memory); 0 is no limit; process mode only. (bytes or percent)
# mpm.recycleMemory=0

## A child is replaced when three collections in a row have left more of its heap used, or one has left less than half of the rest free: of -Xmx, or of the old generation where that has a size of its own; 0 is no limit; process mode only. (percent)
# mpm.recycleHeap=0

## RecycleRequests and RecycleAge are larger by up to so much, by another part in each slot, so that children do not leave together; process mode only. (percent)
# mpm.recycleJitter=10

## Paths that each new child is asked for before it is ready, such as /shop/search?q=a; an answer other than 200 to 399 ends it, and a rolling restart has failed; process mode only. (paths)
# mpm.warmUp=

## How many snapshots of the program's files are kept, the present one among them; process mode only. (snapshots)
# mpm.keepGenerations=2

## Whether children start from an archive of their classes (CDS, or an AOT cache) that one of them has made; process mode only. (On or Off)
# mpm.sharedArchive=On

## The user that children run as; process mode only. (user)
# mpm.user=

## The group that children run as; process mode only. (group)
# mpm.group=

## Refused: children share one listening socket, there are no buckets. (ratio)
# mpm.listenCoresBucketsRatio=

## Filters and servlets that need one thread for each connection: a connection that meets one is served by one worker from then to its end. (classes and URL patterns; event unset)
# mpm.eventIncompatible=

## Whether a worker may do the listener's duty and run itself what it finds, where that is expected to be short; Off wakes a worker for each request. (On or Off; event On)
# mpm.leaderFollower=On

## How long a read or write may stall; unset, the container's connectionTimeout. (seconds)
# mpm.timeout=

## Whether a connection may serve several requests; unset, as the container has it. (On or Off)
# mpm.keepAlive=

## How long the next request is awaited (500ms is understood); unset, as the container has it. (seconds)
# mpm.keepAliveTimeout=

## Requests on one connection, 0 is no limit; unset, as the container has it. (requests)
# mpm.maxKeepAliveRequests=

## How long handshake=, header= and body= of a request may take to arrive, as in mod_reqtimeout; 0 is no limit, parts not named keep their default (handshake and body: 0). (seconds, bytes)
# mpm.requestReadTimeout=header=20-40,MinRate=500

## A request that has waited that long for a worker is answered 503, without one (2s is understood); 0 is no limit. (milliseconds)
# mpm.requestQueueTime=0

## Whether requests are answered 503 in lasting overload, so that the others are answered in time. (On or Off)
# mpm.overloadControl=Off

## How long a request waits for a worker at the most while OverloadControl sees overload, which begins when one has waited eight times as long. (milliseconds)
# mpm.overloadTarget=100

## Requests that are never answered 503 because of RequestQueueTime or OverloadControl, such as /health: a thread beside the workers runs them in their place. (URL patterns)
# mpm.overloadExempt=

## Retry-After of these 503, at random up to twice as long, so that clients do not come back together; 0 sends none. (seconds)
# mpm.retryAfter=1
## --
