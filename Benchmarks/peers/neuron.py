"""One neuron, forward and backward, in micrograd (whose activation is ReLU). Prints seconds for 20,000 rounds."""
import time
from micrograd.engine import Value

w, b = Value(2.0), Value(1.0)
start = time.process_time()
for _ in range(20000):
    loss = ((w * 3.0 + b).relu() - 0.5) ** 2
    w.grad = b.grad = 0
    loss.backward()
print(time.process_time() - start)
