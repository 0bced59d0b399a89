/** The description of the interface for programs, made of what the routes say of themselves. */
package liviano.server.openapi;
