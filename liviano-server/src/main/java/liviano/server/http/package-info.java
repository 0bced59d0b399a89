/**
 * The seam between the handlers and the JDK's HTTP server: requests with bounded bodies, responses,
 * routes, and errors with their status.
 */
package liviano.server.http;
