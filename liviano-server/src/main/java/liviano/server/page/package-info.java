/** The page that the server shows in a browser: files in the jar, and their addresses. */
package liviano.server.page;
