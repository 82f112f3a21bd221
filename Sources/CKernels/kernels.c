#include "CKernels.h"

#include <math.h>

#include "widest.h"

WIDEST void kernels_sadam(ptrdiff_t count, const float *restrict w, float *restrict m, float *restrict v,
                          const float *restrict g, float *restrict out, float rate, float beta1, float beta2,
                          float epsilon, float correction1, float correction2, float decay) {
  for (ptrdiff_t i = 0; i < count; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
    out[i] = w[i] - rate * (m[i] * correction1) / (ROOT(v[i] * correction2) + epsilon) - decay * w[i];
  }
}

WIDEST void kernels_dadam(ptrdiff_t count, const double *restrict w, double *restrict m, double *restrict v,
                          const double *restrict g, double *restrict out, double rate, double beta1, double beta2,
                          double epsilon, double correction1, double correction2, double decay) {
  for (ptrdiff_t i = 0; i < count; i++) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
    out[i] = w[i] - rate * (m[i] * correction1) / (ROOT(v[i] * correction2) + epsilon) - decay * w[i];
  }
}

WIDEST void kernels_ssgd(ptrdiff_t count, const float *restrict w, const float *restrict g, float *restrict out,
                         float rate) {
  for (ptrdiff_t i = 0; i < count; i++) out[i] = w[i] - rate * g[i];
}

WIDEST void kernels_dsgd(ptrdiff_t count, const double *restrict w, const double *restrict g, double *restrict out,
                         double rate) {
  for (ptrdiff_t i = 0; i < count; i++) out[i] = w[i] - rate * g[i];
}

enum { COLUMNS = 256, BLOCK = 64 };

#define COLUMN_SUMS(name, real)                                                                                  \
  WIDEST void name(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const real *a, real *out) {              \
    for (ptrdiff_t first = 0; first < columns; first += COLUMNS) {                                               \
      const ptrdiff_t count = columns - first < COLUMNS ? columns - first : COLUMNS;                             \
      double sum[COLUMNS];                                                                                       \
      for (ptrdiff_t i = 0; i < count; i++) sum[i] = 0;                                                          \
      for (ptrdiff_t row = 0; row < rows; row += BLOCK) {                                                        \
        const ptrdiff_t end = rows - row < BLOCK ? rows : row + BLOCK;                                           \
        real part[COLUMNS];                                                                                      \
        for (ptrdiff_t i = 0; i < count; i++) part[i] = 0;                                                       \
        for (ptrdiff_t r = row; r < end; r++) {                                                                  \
          const real *line = a + r * stride + first;                                                             \
          for (ptrdiff_t i = 0; i < count; i++) part[i] += line[i];                                              \
        }                                                                                                        \
        for (ptrdiff_t i = 0; i < count; i++) sum[i] += (double)part[i];                                         \
      }                                                                                                          \
      for (ptrdiff_t i = 0; i < count; i++) out[first + i] = (real)sum[i];                                       \
    }                                                                                                            \
  }

COLUMN_SUMS(kernels_scolumns, float)
COLUMN_SUMS(kernels_dcolumns, double)

// In a loop of their own for each way to step, since only neighbouring numbers and a constant are vectorised.
#define BINARY(name, real, op)                                                                                   \
  WIDEST void name(ptrdiff_t count, const real *a, ptrdiff_t step_a, const real *b, ptrdiff_t step_b,            \
                   real *restrict out) {                                                                         \
    if (step_a == 1 && step_b == 1) {                                                                            \
      for (ptrdiff_t i = 0; i < count; i++) out[i] = a[i] op b[i];                                               \
    } else if (step_a == 1 && step_b == 0) {                                                                     \
      const real y = *b;                                                                                         \
      for (ptrdiff_t i = 0; i < count; i++) out[i] = a[i] op y;                                                  \
    } else if (step_a == 0 && step_b == 1) {                                                                     \
      const real x = *a;                                                                                         \
      for (ptrdiff_t i = 0; i < count; i++) out[i] = x op b[i];                                                  \
    } else {                                                                                                     \
      for (ptrdiff_t i = 0; i < count; i++) out[i] = a[i * step_a] op b[i * step_b];                             \
    }                                                                                                            \
  }

BINARY(kernels_sadd, float, +)
BINARY(kernels_dadd, double, +)
BINARY(kernels_ssubtract, float, -)
BINARY(kernels_dsubtract, double, -)
BINARY(kernels_smultiply, float, *)
BINARY(kernels_dmultiply, double, *)
BINARY(kernels_sdivide, float, /)
BINARY(kernels_ddivide, double, /)

WIDEST void kernels_sadd_to(ptrdiff_t count, const float *restrict a, float *restrict sum) {
  for (ptrdiff_t i = 0; i < count; i++) sum[i] += a[i];
}

WIDEST void kernels_dadd_to(ptrdiff_t count, const double *restrict a, double *restrict sum) {
  for (ptrdiff_t i = 0; i < count; i++) sum[i] += a[i];
}
