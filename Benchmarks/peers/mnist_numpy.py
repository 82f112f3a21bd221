"""784-512-10 by hand in NumPy: ReLU, softmax cross-entropy, Adam, batches of 100. argv: folder. Prints accuracy and seconds."""
import sys, time
import numpy as np
from mnist_data import load

x, y, test_x, test_y = load(sys.argv[1])
rng = np.random.default_rng(0)
he = lambda n, m: (rng.standard_normal((n, m)) * (2 / n) ** 0.5).astype(np.float32)
w = [he(784, 512), np.zeros(512, np.float32), he(512, 10), np.zeros(10, np.float32)]
m = [np.zeros_like(p) for p in w]
v = [np.zeros_like(p) for p in w]
order = rng.permutation(len(x))
start = time.time()
for step in range(1, len(x) // 100 + 1):
    rows = order[(step - 1) * 100:step * 100]
    a, t = x[rows], y[rows]
    z = a @ w[0] + w[1]
    h = np.maximum(z, 0)
    s = h @ w[2] + w[3]
    p = np.exp(s - s.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    p[np.arange(100), t] -= 1
    p /= 100
    dh = (p @ w[2].T) * (z > 0)
    rate = np.float32(1e-3 * (1 - 0.999 ** step) ** 0.5 / (1 - 0.9 ** step))
    for i, g in enumerate([a.T @ dh, dh.sum(0), h.T @ p, p.sum(0)]):
        m[i] = np.float32(0.9) * m[i] + np.float32(0.1) * g
        v[i] = np.float32(0.999) * v[i] + np.float32(0.001) * g * g
        w[i] -= rate * m[i] / (np.sqrt(v[i]) + np.float32(1e-8))
seconds = time.time() - start
scores = np.maximum(test_x @ w[0] + w[1], 0) @ w[2] + w[3]
print((scores.argmax(1) == test_y).mean(), seconds)
