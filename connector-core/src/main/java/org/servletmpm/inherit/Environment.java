package org.servletmpm.inherit;

/** Names the variables in a child's environment that make it one. */
public enum Environment {
    /** The child's slot. */
    MPM_SLOT,
    /** The child's generation. */
    MPM_GENERATION,
    /** Tells the control which child speaks; guards against mistakes, not against a sibling. */
    MPM_TOKEN,
    /** The Unix domain socket of the control. */
    MPM_CONTROL,
    /** The scoreboard's file. */
    MPM_SCOREBOARD,
    /** prefork, worker or event. */
    MPM_MODEL,
    /** A file of directives, in httpd's syntax. */
    MPM_DIRECTIVES
}
