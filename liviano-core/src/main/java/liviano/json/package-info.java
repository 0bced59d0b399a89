/**
 * A small, strict and bounded reader and writer of JSON (RFC 8259).
 *
 * <p>Made for untrusted text: size, depth and the number of values are limited before anything is
 * allocated, and every error names the byte or the member where it occurred. Start at {@link
 * liviano.json.Json}.
 */
package liviano.json;
