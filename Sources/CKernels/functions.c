#include "CKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "widest.h"

// The exponential and what is made of it, for rows of numbers. After Cody and Waite, "Software Manual for the Elementary
// Functions" (1980): the argument is reduced to |r| ≤ ½ log 2, where a polynomial is good to the last digit but one.

#define ALWAYS inline __attribute__((always_inline))
#define PRAGMA(text) _Pragma(#text)

#define REAL float
#define BITS int32_t
#define UBITS uint32_t
#define NAME(x) kernels_s##x
#define BIAS 127
#define FRACTION 23
#define ROUNDER 12582912.0f
#define LOG2_HIGH 0.693359375f
#define LOG2_LOW -2.12194440e-4f
#define EXP_LOWEST -103.9f
#define EXP_HIGHEST 89.0f
#define TANH_FLAT 10.0f
#define COPYSIGN copysignf
#define LOG logf
#define SERIES_FIRST (1.0f / 5040)
#define SERIES_COUNT 5
static const float kernels_sseries[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 1.0f / 2};
#include "functions.inc"
#undef REAL
#undef BITS
#undef UBITS
#undef NAME
#undef BIAS
#undef FRACTION
#undef ROUNDER
#undef LOG2_HIGH
#undef LOG2_LOW
#undef EXP_LOWEST
#undef EXP_HIGHEST
#undef TANH_FLAT
#undef COPYSIGN
#undef LOG
#undef SERIES_FIRST
#undef SERIES_COUNT

#define REAL double
#define BITS int64_t
#define UBITS uint64_t
#define NAME(x) kernels_d##x
#define BIAS 1023
#define FRACTION 52
#define ROUNDER 6755399441055744.0
#define LOG2_HIGH 6.93147180369123816490e-01
#define LOG2_LOW 1.90821492927058770002e-10
#define EXP_LOWEST -745.2
#define EXP_HIGHEST 710.0
#define TANH_FLAT 20.0
#define COPYSIGN copysign
#define LOG log
#define SERIES_FIRST (1.0 / 6227020800)
#define SERIES_COUNT 11
static const double kernels_dseries[] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880,
                                         1.0 / 40320,     1.0 / 5040,     1.0 / 720,     1.0 / 120,
                                         1.0 / 24,        1.0 / 6,        1.0 / 2};
#include "functions.inc"

// erf after N. Juffa: a polynomial in x² in the middle, 1 - exp of a polynomial outside.
static ALWAYS float error_function(float x) {
  const float size = x < 0 ? -x : x, square = x * x;
  float far = (-1.72853470e-5f * size + 3.83197126e-4f) * square + (-3.88396438e-3f * size + 2.42546219e-2f);
  far = ((far * size - 1.06777877e-1f) * size - 6.34846687e-1f) * size - 1.28717512e-1f;
  far = 1 - kernels_sexponential(size > 10 ? -100 : far * size - size);
  float near = -5.96761703e-4f;
  near = near * square + 4.99119423e-3f;
  near = near * square - 2.67681349e-2f;
  near = near * square + 1.12819925e-1f;
  near = near * square - 3.76125336e-1f;
  near = near * square + 1.28379166e-1f;
  near = near * x + x;
  return size > 0.927734375f ? copysignf(far, x) : near;
}

WIDEST void kernels_serf(ptrdiff_t count, const float *a, float *out) {
  PRAGMA(clang loop vectorize(assume_safety))
  for (ptrdiff_t i = 0; i < count; i++) out[i] = error_function(a[i]);
}

WIDEST void kernels_sgelu(ptrdiff_t count, const float *a, float *out) {
  PRAGMA(clang loop vectorize(assume_safety))
  for (ptrdiff_t i = 0; i < count; i++) out[i] = a[i] * (1 + error_function(a[i] / 1.41421356f)) / 2;
}

WIDEST void kernels_sgelu_slope(ptrdiff_t count, const float *restrict g, const float *restrict a,
                                float *restrict out) {
  for (ptrdiff_t i = 0; i < count; i++) {
    const float x = a[i];
    const float share = (1 + error_function(x / 1.41421356f)) / 2;
    out[i] = g[i] * (share + x * (0.398942280f * kernels_sexponential(-(x * x) / 2)));
  }
}
