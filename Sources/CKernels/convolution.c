#include "CKernels.h"

#include <math.h>

#include "widest.h"

// Convolutions without unfolding. An image is laid out with its border of zeros and with room behind it, so that a
// vector of neighbouring places of the result reads, for each tap of the kernel, one vector at a fixed distance.

#define ALWAYS inline __attribute__((always_inline))

#define REAL float
#define NAME(x) kernels_s##x
#include "convolution.inc"
#undef REAL
#undef NAME

#define REAL double
#define NAME(x) kernels_d##x
#include "convolution.inc"
