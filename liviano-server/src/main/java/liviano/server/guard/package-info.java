/**
 * Who may ask: the names of the server, the pages that may use it, its token; and the headers that
 * tell browsers to be strict.
 */
package liviano.server.guard;
