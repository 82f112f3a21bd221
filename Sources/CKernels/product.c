#include "CKernels.h"

#include <stdlib.h>
#include <string.h>

// The matrix product after Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008): panels of
// b and blocks of a are packed so that the innermost kernel reads both in order and keeps a tile of the result in
// registers. The sums are added up in the same order on every call, so equal inputs give equal bits.

#include "widest.h"

// Up to how many multiplications, and elements of b, the product that packs nothing is the faster one.
#define SLIM 4000000
#define SLIM_B 65536

#if defined(__x86_64__) && defined(__linux__)
#define TARGET(name) __attribute__((target(name)))
#define HAS_TARGETS 1
#endif

#define REAL float
#define NAME(x) kernels_s##x
#define LANES 16
#define LOW 0, 4, 1, 5
#define HIGH 2, 6, 3, 7
#include "product.inc"
#undef REAL
#undef NAME
#undef LANES
#undef LOW
#undef HIGH

#define REAL double
#define NAME(x) kernels_d##x
#define LANES 8
#define LOW 0, 2
#define HIGH 1, 3
#include "product.inc"
