"""A plain loop at the top level of a module. Prints seconds of processor time for two million turns."""
import time

start = time.process_time()
s = 0.0
for i in range(2000000):
    s = s + i * 0.5
print(time.process_time() - start)
