#include "CKernels.h"

#include <stdint.h>

_Thread_local ptrdiff_t kernels_effort_left = PTRDIFF_MAX;
