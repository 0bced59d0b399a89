/**
 * What every room may throw: the errors of content, whose one parent is {@code LivianoException}.
 */
package liviano;
