"""The same network in JAX, the whole step jitted. argv: folder. Prints accuracy and seconds, compilation left out."""
import sys, time
import numpy as np
import jax, jax.numpy as jnp
from mnist_data import load

x, y, test_x, test_y = load(sys.argv[1])
keys = jax.random.split(jax.random.PRNGKey(0))
he = lambda key, n, m: jax.random.normal(key, (n, m)) * (2 / n) ** 0.5
w = [he(keys[0], 784, 512), jnp.zeros(512), he(keys[1], 512, 10), jnp.zeros(10)]


def loss(w, a, t):
    s = jax.nn.relu(a @ w[0] + w[1]) @ w[2] + w[3]
    return -jnp.take_along_axis(jax.nn.log_softmax(s), t[:, None], 1).mean()


def adam(w, m, v, n, a, t):
    g, n = jax.grad(loss)(w, a, t), n + 1
    m = [0.9 * p + 0.1 * q for p, q in zip(m, g)]
    v = [0.999 * p + 0.001 * q * q for p, q in zip(v, g)]
    rate = 1e-3 * jnp.sqrt(1 - 0.999**n) / (1 - 0.9**n)
    return [p - rate * q / (jnp.sqrt(r) + 1e-8) for p, q, r in zip(w, m, v)], m, v, n


step = jax.jit(adam, donate_argnums=(0, 1, 2))
m, v, n = [jnp.zeros_like(p) for p in w], [jnp.zeros_like(p) for p in w], jnp.float32(0)
w, m, v, n = step(w, m, v, n, x[:100], y[:100])
order = np.random.default_rng(0).permutation(len(x))
start = time.time()
for i in range(0, len(x), 100):
    w, m, v, n = step(w, m, v, n, x[order[i:i + 100]], y[order[i:i + 100]])
jax.block_until_ready(w)
seconds = time.time() - start
scores = jax.nn.relu(test_x @ w[0] + w[1]) @ w[2] + w[3]
print((scores.argmax(1) == test_y).mean(), seconds)
