/**
 * A small, strict and bounded reader and writer of JSON (RFC 8259).
 *
 * <p>Made for text that nobody vouches for: size, depth and number of values are limited before
 * anything is allocated, and every error names the byte or the member it stands at. Start at {@link
 * liviano.json.Json}.
 */
package liviano.json;
