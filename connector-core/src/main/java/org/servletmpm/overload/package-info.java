/**
 * What happens when more requests come than the workers can serve: how long one may wait for a
 * worker, and the lane on which those that may not wait any longer are refused.
 */
package org.servletmpm.overload;
