// A function made once for each width of vectors, of which the machine's own is chosen when the program starts.
#if defined(__x86_64__) && defined(__linux__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

// sqrt as the library defines it sets errno, which keeps a loop from being vectorised.
#if defined(__has_builtin)
#if __has_builtin(__builtin_elementwise_sqrt)
#define ROOT(x) __builtin_elementwise_sqrt(x)
#endif
#endif
#ifndef ROOT
#define ROOT(x) _Generic((x), float: sqrtf, double: sqrt)(x)
#endif
