[description]
What the connectors of mpm-http and mpm-ssl have for web applications of ee11: the status servlet, and filters and servlets that need one thread for each connection are found.

[tags]
connector

[environment]
ee11

[depend]
mpm
ee11-servlet

[lib]
lib/mpm/ee11/*.jar
