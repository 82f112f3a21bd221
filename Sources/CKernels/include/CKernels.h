#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>

// The few passes that gain from the widest vectors of the machine they run on; the width is chosen at run time.
// Each has a plain twin in Swift that a test holds it equal to.

// out[m, n] = a·b in row-major order; a transposed operand is read as it lies, `stride` apart.
void kernels_sgemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *a, int a_is_transposed, ptrdiff_t a_stride,
                   const float *b, int b_is_transposed, ptrdiff_t b_stride, float *out, ptrdiff_t out_stride);
void kernels_dgemm(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *a, int a_is_transposed, ptrdiff_t a_stride,
                   const double *b, int b_is_transposed, ptrdiff_t b_stride, double *out, ptrdiff_t out_stride);

// One step of Adam over `count` parameters: the moments m and v change in place, the new parameters go to `out`.
// rate, epsilon and the corrections 1/(1 - beta^t) are given; decay is AdamW's share of w taken off per step.
void kernels_sadam(ptrdiff_t count, const float *w, float *m, float *v, const float *g, float *out, float rate,
                   float beta1, float beta2, float epsilon, float correction1, float correction2, float decay);
void kernels_dadam(ptrdiff_t count, const double *w, double *m, double *v, const double *g, double *out, double rate,
                   double beta1, double beta2, double epsilon, double correction1, double correction2, double decay);

// out = w - rate·g.
void kernels_ssgd(ptrdiff_t count, const float *w, const float *g, float *out, float rate);
void kernels_dsgd(ptrdiff_t count, const double *w, const double *g, double *out, double rate);

// The sums of `columns` neighbouring columns over `rows` rows that lie `stride` apart; float is added up in blocks whose
// sums meet in double precision.
void kernels_scolumns(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const float *a, float *out);
void kernels_dcolumns(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, const double *a, double *out);

// The cores that this process may use; at least 1.
int kernels_cores(void);

#endif
