/** Teaching models by requests: pictures in, a model that is served and can be downloaded out. */
package liviano.server.teach;
