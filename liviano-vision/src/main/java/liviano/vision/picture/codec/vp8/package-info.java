/**
 * VP8 key frames, the lossy bitmaps of WebP, to RGB samples: RFC 6386 up to the planes of luma and
 * chroma; and from there to RGB, which the RFC leaves open, the arithmetic of libwebp.
 *
 * <p>The samples equal libwebp's (1.2.4 and 1.6.0 were compared) in every bit, but for files that
 * no encoder writes. A partition that begins with byte 255, or needs a byte behind its end, is
 * refused, where libwebp may take what follows in the file. A coefficient beyond 16 bits wraps as
 * in libwebp's plain C; its vector code goes on in 16 bits and differs.
 *
 * <p>Written because TwelveMonkeys' decoder answers some files with other pictures: up to 3.14
 * wholly other ones, and 3.15 still at the lowest qualities. That release also refuses lossless
 * pictures of one colour, which is why the lossless half stays with 3.14.
 *
 * <p>A frame is read in one pass over its macroblocks of 16x16 pixels and filtered in a second,
 * because prediction sees samples that are not yet filtered.
 */
package liviano.vision.picture.codec.vp8;
