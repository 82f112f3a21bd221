// The floor: the same network in C on OpenBLAS, nothing allocated in the loop, every other pass fused. No peer, but what
// the machine can do. Reads uncompressed IDX. argv: folder. Prints accuracy and seconds.
// gcc -O3 -march=native -ffast-math mnist_floor.c -lopenblas -lm
#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PIXELS = 784, HIDDEN = 512, DIGITS = 10, BATCH = 100, TRAIN = 60000, TEST = 10000 };

typedef struct { float *value, *gradient, *mean, *square; int count; } Parameter;

static float *zeros(size_t count) { return calloc(count, sizeof(float)); }

static Parameter parameter(int count, float deviation) {
  Parameter p = {zeros(count), zeros(count), zeros(count), zeros(count), count};
  for (int i = 0; i < count && deviation > 0; i++)
    p.value[i] = deviation * sqrtf(-2 * logf((rand() + 1.0f) / (RAND_MAX + 2.0f))) *
                 cosf(6.2831853f * rand() / (float)RAND_MAX);
  return p;
}

static void adam(Parameter p, float rate) {
  for (int i = 0; i < p.count; i++) {
    p.mean[i] = 0.9f * p.mean[i] + 0.1f * p.gradient[i];
    p.square[i] = 0.999f * p.square[i] + 0.001f * p.gradient[i] * p.gradient[i];
    p.value[i] -= rate * p.mean[i] / (sqrtf(p.square[i]) + 1e-8f);
  }
}

static unsigned char *read_idx(const char *folder, const char *name, int header, size_t count) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  unsigned char *bytes = malloc(count);
  if (!file || fseek(file, header, SEEK_SET) || fread(bytes, 1, count, file) != count) exit(1);
  fclose(file);
  return bytes;
}

static Parameter w1, b1, w2, b2;

static void scores(const float *x, float *hidden, float *out, int rows) {
  for (int r = 0; r < rows; r++)
    for (int i = 0; i < HIDDEN; i++) hidden[r * HIDDEN + i] = b1.value[i];
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, HIDDEN, PIXELS, 1, x, PIXELS, w1.value, HIDDEN, 1, hidden,
              HIDDEN);
  for (int i = 0; i < rows * HIDDEN; i++) hidden[i] = hidden[i] > 0 ? hidden[i] : 0;
  for (int r = 0; r < rows; r++)
    for (int i = 0; i < DIGITS; i++) out[r * DIGITS + i] = b2.value[i];
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, DIGITS, HIDDEN, 1, hidden, HIDDEN, w2.value, DIGITS, 1, out,
              DIGITS);
}

static void step(const float *x, const unsigned char *labels, const int *rows, float *hidden, float *out, float *back) {
  scores(x, hidden, out, BATCH);
  for (int r = 0; r < BATCH; r++) {
    float *row = out + r * DIGITS, most = row[0], sum = 0;
    for (int i = 1; i < DIGITS; i++) most = row[i] > most ? row[i] : most;
    for (int i = 0; i < DIGITS; i++) sum += row[i] = expf(row[i] - most);
    for (int i = 0; i < DIGITS; i++) row[i] /= sum * BATCH;
    row[labels[rows[r]]] -= 1.0f / BATCH;
  }
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, HIDDEN, DIGITS, BATCH, 1, hidden, HIDDEN, out, DIGITS, 0,
              w2.gradient, DIGITS);
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BATCH, HIDDEN, DIGITS, 1, out, DIGITS, w2.value, DIGITS, 0, back,
              HIDDEN);
  for (int i = 0; i < HIDDEN; i++) b1.gradient[i] = 0;
  for (int i = 0; i < DIGITS; i++) b2.gradient[i] = 0;
  for (int r = 0; r < BATCH; r++) {
    for (int i = 0; i < HIDDEN; i++) {
      const float g = hidden[r * HIDDEN + i] > 0 ? back[r * HIDDEN + i] : 0;
      back[r * HIDDEN + i] = g;
      b1.gradient[i] += g;
    }
    for (int i = 0; i < DIGITS; i++) b2.gradient[i] += out[r * DIGITS + i];
  }
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, PIXELS, HIDDEN, BATCH, 1, x, PIXELS, back, HIDDEN, 0, w1.gradient,
              HIDDEN);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  const unsigned char *images = read_idx(arguments[1], "train-images-idx3-ubyte", 16, (size_t)TRAIN * PIXELS);
  const unsigned char *labels = read_idx(arguments[1], "train-labels-idx1-ubyte", 8, TRAIN);
  const unsigned char *tests = read_idx(arguments[1], "t10k-images-idx3-ubyte", 16, (size_t)TEST * PIXELS);
  const unsigned char *answers = read_idx(arguments[1], "t10k-labels-idx1-ubyte", 8, TEST);
  w1 = parameter(PIXELS * HIDDEN, sqrtf(2.0f / PIXELS));
  b1 = parameter(HIDDEN, 0);
  w2 = parameter(HIDDEN * DIGITS, sqrtf(2.0f / HIDDEN));
  b2 = parameter(DIGITS, 0);
  float *x = zeros((size_t)TEST * PIXELS), *hidden = zeros((size_t)TEST * HIDDEN), *out = zeros(TEST * DIGITS),
        *back = zeros(BATCH * HIDDEN);
  int *order = malloc(TRAIN * sizeof(int));
  for (int i = 0; i < TRAIN; i++) order[i] = i;
  const double start = now();
  for (int i = TRAIN - 1; i > 0; i--) {
    const int j = rand() % (i + 1), kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  for (int k = 1; k <= TRAIN / BATCH; k++) {
    const int *rows = order + (k - 1) * BATCH;
    for (int r = 0; r < BATCH; r++)
      for (int i = 0; i < PIXELS; i++) x[r * PIXELS + i] = images[(size_t)rows[r] * PIXELS + i] * (1 / 255.0f);
    step(x, labels, rows, hidden, out, back);
    const float rate = 1e-3f * sqrtf(1 - powf(0.999f, k)) / (1 - powf(0.9f, k));
    adam(w1, rate);
    adam(b1, rate);
    adam(w2, rate);
    adam(b2, rate);
  }
  const double seconds = now() - start;
  for (size_t i = 0; i < (size_t)TEST * PIXELS; i++) x[i] = tests[i] * (1 / 255.0f);
  scores(x, hidden, out, TEST);
  int right = 0;
  for (int r = 0; r < TEST; r++) {
    int best = 0;
    for (int i = 1; i < DIGITS; i++)
      if (out[r * DIGITS + i] > out[r * DIGITS + best]) best = i;
    right += best == answers[r];
  }
  printf("%.4f %.4f\n", right / (double)TEST, seconds);
}
