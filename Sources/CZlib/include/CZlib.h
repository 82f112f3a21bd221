#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

/// `inflateInit2`, which zlib defines as a macro that Swift cannot see.
int czlib_inflate_init(z_stream *stream, int window_bits);

/// `deflateInit2` with zlib's default memory and strategy, a macro likewise.
int czlib_deflate_init(z_stream *stream, int level, int window_bits);

#endif
