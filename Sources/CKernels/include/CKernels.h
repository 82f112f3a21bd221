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

// a op b for two rows whose numbers lie a step apart; a step of 0 repeats the first.
void kernels_sadd(ptrdiff_t count, const float *a, ptrdiff_t step_a, const float *b, ptrdiff_t step_b, float *out);
void kernels_dadd(ptrdiff_t count, const double *a, ptrdiff_t step_a, const double *b, ptrdiff_t step_b, double *out);
void kernels_ssubtract(ptrdiff_t count, const float *a, ptrdiff_t step_a, const float *b, ptrdiff_t step_b, float *out);
void kernels_dsubtract(ptrdiff_t count, const double *a, ptrdiff_t step_a, const double *b, ptrdiff_t step_b,
                       double *out);
void kernels_smultiply(ptrdiff_t count, const float *a, ptrdiff_t step_a, const float *b, ptrdiff_t step_b, float *out);
void kernels_dmultiply(ptrdiff_t count, const double *a, ptrdiff_t step_a, const double *b, ptrdiff_t step_b,
                       double *out);
void kernels_sdivide(ptrdiff_t count, const float *a, ptrdiff_t step_a, const float *b, ptrdiff_t step_b, float *out);
void kernels_ddivide(ptrdiff_t count, const double *a, ptrdiff_t step_a, const double *b, ptrdiff_t step_b,
                     double *out);

// sum += a.
void kernels_sadd_to(ptrdiff_t count, const float *a, float *sum);
void kernels_dadd_to(ptrdiff_t count, const double *a, double *sum);

// Functions of each number of a row; `out` may be `a`.
void kernels_sexp(ptrdiff_t count, const float *a, float *out);
void kernels_dexp(ptrdiff_t count, const double *a, double *out);
void kernels_stanh(ptrdiff_t count, const float *a, float *out);
void kernels_dtanh(ptrdiff_t count, const double *a, double *out);
void kernels_ssigmoid(ptrdiff_t count, const float *a, float *out);
void kernels_srelu(ptrdiff_t count, const float *a, float *out);
void kernels_drelu(ptrdiff_t count, const double *a, double *out);
void kernels_dsigmoid(ptrdiff_t count, const double *a, double *out);
void kernels_serf(ptrdiff_t count, const float *a, float *out);
void kernels_sgelu(ptrdiff_t count, const float *a, float *out);

// The gradient g that comes in times a slope: relu's and gelu's from the input, the others' from the result.
void kernels_stanh_slope(ptrdiff_t count, const float *g, const float *a, float *out);
void kernels_dtanh_slope(ptrdiff_t count, const double *g, const double *a, double *out);
void kernels_ssigmoid_slope(ptrdiff_t count, const float *g, const float *a, float *out);
void kernels_dsigmoid_slope(ptrdiff_t count, const double *g, const double *a, double *out);
void kernels_srelu_slope(ptrdiff_t count, const float *g, const float *a, float *out);
void kernels_drelu_slope(ptrdiff_t count, const double *g, const double *a, double *out);
void kernels_sgelu_slope(ptrdiff_t count, const float *g, const float *a, float *out);

// Softmax of each row and its way back from the result y; the negative logarithm of the probability of each row's label,
// and its way back, where every row has the gradient g.
void kernels_ssoftmax(ptrdiff_t rows, ptrdiff_t width, const float *x, float *y);
void kernels_dsoftmax(ptrdiff_t rows, ptrdiff_t width, const double *x, double *y);
void kernels_ssoftmax_back(ptrdiff_t rows, ptrdiff_t width, const float *g, const float *y, float *out);
void kernels_dsoftmax_back(ptrdiff_t rows, ptrdiff_t width, const double *g, const double *y, double *out);
void kernels_ssurprise(ptrdiff_t rows, ptrdiff_t width, const float *x, const ptrdiff_t *labels, float *out);
void kernels_dsurprise(ptrdiff_t rows, ptrdiff_t width, const double *x, const ptrdiff_t *labels, double *out);
void kernels_ssurprise_back(ptrdiff_t rows, ptrdiff_t width, float g, const float *x, const ptrdiff_t *labels,
                            float *out);
void kernels_dsurprise_back(ptrdiff_t rows, ptrdiff_t width, double g, const double *x, const ptrdiff_t *labels,
                            double *out);

// Each row brought to mean 0 and variance 1, times gain, plus bias, which are numbers (step 0) or rows (step 1); its way
// back; and what each element adds to the gradient of the gain.
void kernels_snorm(ptrdiff_t rows, ptrdiff_t width, const float *x, const float *gain, ptrdiff_t gain_step,
                   const float *bias, ptrdiff_t bias_step, float eps, float *y);
void kernels_dnorm(ptrdiff_t rows, ptrdiff_t width, const double *x, const double *gain, ptrdiff_t gain_step,
                   const double *bias, ptrdiff_t bias_step, double eps, double *y);
void kernels_snorm_back(ptrdiff_t rows, ptrdiff_t width, const float *g, const float *x, const float *gain,
                        ptrdiff_t gain_step, float eps, float *out);
void kernels_dnorm_back(ptrdiff_t rows, ptrdiff_t width, const double *g, const double *x, const double *gain,
                        ptrdiff_t gain_step, double eps, double *out);
void kernels_snorm_gain(ptrdiff_t rows, ptrdiff_t width, const float *g, const float *x, float eps, float *out);
void kernels_dnorm_gain(ptrdiff_t rows, ptrdiff_t width, const double *g, const double *x, double eps, double *out);

// Convolutions. An image lies with its border; `tap` holds how far each element of a kernel lies from the place of the
// result, `from` and `to` where 32 bytes of neighbouring places begin in the image and in the result.
// out[output][place] = Σ over taps of weights · image; weights are [outputs / 4][taps][4].
void kernels_scorrelate(ptrdiff_t taps, const ptrdiff_t *tap, ptrdiff_t vectors, const ptrdiff_t *from,
                        const ptrdiff_t *to, ptrdiff_t outputs, const float *image, const float *weights, float *out,
                        ptrdiff_t out_step);
void kernels_dcorrelate(ptrdiff_t taps, const ptrdiff_t *tap, ptrdiff_t vectors, const ptrdiff_t *from,
                        const ptrdiff_t *to, ptrdiff_t outputs, const double *image, const double *weights, double *out,
                        ptrdiff_t out_step);
// Adds to sums[outputs][taps] the gradient at each place times the image at each tap, over all places of some images.
void kernels_scorrelate_weights(ptrdiff_t images, ptrdiff_t taps, const ptrdiff_t *tap, ptrdiff_t vectors,
                                const ptrdiff_t *from, const ptrdiff_t *to, ptrdiff_t outputs, const float *image,
                                ptrdiff_t image_step, const float *gradient, ptrdiff_t gradient_step,
                                ptrdiff_t out_step, float *sums);
void kernels_dcorrelate_weights(ptrdiff_t images, ptrdiff_t taps, const ptrdiff_t *tap, ptrdiff_t vectors,
                                const ptrdiff_t *from, const ptrdiff_t *to, ptrdiff_t outputs, const double *image,
                                ptrdiff_t image_step, const double *gradient, ptrdiff_t gradient_step,
                                ptrdiff_t out_step, double *sums);

// The largest of each window [tall, wide] of images [height, width], and its way back, which adds to `out`; equal ones
// share the gradient.
void kernels_spool(ptrdiff_t images, ptrdiff_t height, ptrdiff_t width, ptrdiff_t tall, ptrdiff_t wide, ptrdiff_t down,
                   ptrdiff_t across, ptrdiff_t rows, ptrdiff_t columns, const float *x, float *out);
void kernels_dpool(ptrdiff_t images, ptrdiff_t height, ptrdiff_t width, ptrdiff_t tall, ptrdiff_t wide, ptrdiff_t down,
                   ptrdiff_t across, ptrdiff_t rows, ptrdiff_t columns, const double *x, double *out);
void kernels_spool_back(ptrdiff_t images, ptrdiff_t height, ptrdiff_t width, ptrdiff_t tall, ptrdiff_t wide,
                        ptrdiff_t down, ptrdiff_t across, ptrdiff_t rows, ptrdiff_t columns, const float *g,
                        const float *x, const float *best, float *out);
void kernels_dpool_back(ptrdiff_t images, ptrdiff_t height, ptrdiff_t width, ptrdiff_t tall, ptrdiff_t wide,
                        ptrdiff_t down, ptrdiff_t across, ptrdiff_t rows, ptrdiff_t columns, const double *g,
                        const double *x, const double *best, double *out);

// The cores that this process may use; at least 1.
int kernels_cores(void);

// The units of work that this thread has left, PTRDIFF_MAX without a limit. Swift has no variables of a thread's own.
extern _Thread_local ptrdiff_t kernels_effort_left;

static inline ptrdiff_t kernels_effort(void) { return kernels_effort_left; }
static inline void kernels_set_effort(ptrdiff_t units) { kernels_effort_left = units; }

#endif
