"""MNIST from its IDX files, as float32 between 0 and 1."""
import gzip, os
import numpy as np


def read(folder, name):
    raw = gzip.open(os.path.join(folder, name + ".gz")).read()
    axes = raw[3]
    shape = np.frombuffer(raw, ">i4", axes, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape)


def load(folder):
    parts = []
    for split in ("train", "t10k"):
        parts.append(read(folder, f"{split}-images-idx3-ubyte").reshape(-1, 784).astype(np.float32) / 255)
        parts.append(read(folder, f"{split}-labels-idx1-ubyte").astype(np.int64))
    return parts
