"""The same network in TensorFlow, the step traced into a graph. argv: folder. Prints accuracy and seconds."""
import os, sys, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from mnist_data import load

x, y, test_x, test_y = load(sys.argv[1])
he = lambda n, m: tf.Variable(tf.random.normal((n, m)) * (2 / n) ** 0.5)
w = [he(784, 512), tf.Variable(tf.zeros(512)), he(512, 10), tf.Variable(tf.zeros(10))]
optimiser = tf.keras.optimizers.Adam()
optimiser.build(w)
scores = lambda a: tf.nn.relu(a @ w[0] + w[1]) @ w[2] + w[3]


@tf.function
def step(a, t):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=t, logits=scores(a)))
    optimiser.apply_gradients(zip(tape.gradient(loss, w), w))


step(tf.constant(x[:100]), tf.constant(y[:100]))
order = np.random.default_rng(0).permutation(len(x))
start = time.time()
for i in range(0, len(x), 100):
    rows = order[i:i + 100]
    step(tf.constant(x[rows]), tf.constant(y[rows]))
seconds = time.time() - start
print((scores(test_x).numpy().argmax(1) == test_y).mean(), seconds)
