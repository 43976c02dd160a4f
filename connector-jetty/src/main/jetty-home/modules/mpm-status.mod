[description]
Serves the status of the connectors of mpm-http and mpm-ssl, httpd's server-status, to clients of this machine.
It needs no servlets, so it goes with web applications of every environment.

[tags]
connector

[depend]
mpm

[xml]
etc/mpm-status.xml

[ini-template]
## Where it is; web applications have the paths beside it.
# mpm.status.path=/server-status

## Who may see it instead of this machine's own clients: addresses and CIDR blocks, separated by commas.
# mpm.status.allow=127.0.0.0/8, ::1
