package org.servletmpm.life;

/**
 * Is told how far a replacement of children has come, in the parent's thread; once it has ended or
 * failed, nothing more. What it does must be short.
 */
public interface Progress {

    /**
     * A new child serves and every old one has been told to leave, or a later restart has taken
     * this one's place. May be called more than once.
     *
     * @param generation of the new children
     */
    void serving(int generation);

    /** The last old child is gone and the last new one there. */
    void ended();

    /** It will not come to an end. */
    void failed(Throwable cause);
}
