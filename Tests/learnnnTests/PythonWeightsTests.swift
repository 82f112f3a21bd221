import Testing

/// Weights go to Python's `safetensors` and come back, and the net there computes the same.
@Suite("Weights and Python")
struct PythonWeightsTests {
  private static let hasPython =
    (try? Program.shell("python3 -c 'import numpy, safetensors'").status == 0) ?? false

  private static let program = """
    x = [[0.5, -1, 2], [0.1, 0.2, 0.3], [-3, 0, 1]];
    net = sequential(dense(3, 4, tanh), dense(4, 2));
    """

  @Test(
    "Python reads what was saved, and the same net in NumPy gives the same outputs to 1e-5",
    .enabled(if: hasPython, "Python with numpy and safetensors is not here"), arguments: ["float64", "float32"])
  func saved(dtype: String) throws {
    let run = try Program.shell(
      """
      cat > in.nn <<'E'
      :set dtype \(dtype)
      \(Self.program)
      net(x)
      :weights save net net.safetensors
      E
      "$learnnn" --format json --seed 3 < in.nn > out.json || exit 1
      cat > check.py <<'E'
      import json, numpy as np
      from safetensors.numpy import load_file
      w = load_file("net.safetensors")
      assert sorted(w) == ["0.W", "0.b", "1.W", "1.b"], sorted(w)
      assert all(v.dtype == "\(dtype)" for v in w.values())
      x = np.array([[0.5, -1, 2], [0.1, 0.2, 0.3], [-3, 0, 1]])
      y = np.tanh(x @ w["0.W"] + w["0.b"]) @ w["1.W"] + w["1.b"]
      lines = [json.loads(line) for line in open("out.json")]
      ours = next(line for line in lines if line["type"] == "value" and line["shape"] == [3, 2])
      worst = np.abs(y - np.array(ours["data"]).reshape(3, 2)).max()
      print("worst", worst)
      assert worst < 1e-5
      E
      python3 check.py
      """)
    #expect(run.status == 0 && run.output.hasPrefix("worst "), "\(run.output)\(run.errors)")
  }

  @Test(
    "what Python saved is loaded, and the outputs are those of the net there",
    .enabled(if: hasPython, "Python with numpy and safetensors is not here"))
  func loaded() throws {
    let run = try Program.shell(
      """
      cat > make.py <<'E'
      import numpy as np
      from safetensors.numpy import save_file
      r = np.random.default_rng(5)
      w = {"0.W": r.normal(size=(3, 4)), "0.b": r.normal(size=4), "1.W": r.normal(size=(4, 2)), "1.b": r.normal(size=2)}
      w = {k: v.astype("float32") for k, v in w.items()}
      save_file(w, "net.safetensors", metadata={"made by": "a test"})
      x = np.array([[0.5, -1, 2], [0.1, 0.2, 0.3], [-3, 0, 1]])
      y = np.tanh(x @ w["0.W"] + w["0.b"]) @ w["1.W"] + w["1.b"]
      print("expected =", y.tolist())
      E
      python3 make.py > expected || exit 1
      { cat <<'E'
      \(Self.program)
      :weights load net net.safetensors
      E
      cat expected; echo 'max(abs(net(x) - expected)) < 1e-5'; } | "$learnnn"
      """)
    #expect(run.status == 0 && run.output.contains("4 tensors loaded from"), "\(run.errors)")
    #expect(run.output.hasSuffix("true\n"), "\(run.output)")
  }

  @Test(
    "the same net in PyTorch gives the same outputs to 1e-5",
    .enabled(
      if: (try? Program.shell("python3 -c 'import torch, safetensors'").status == 0) ?? false,
      "Python with torch and safetensors is not here"))
  func torch() throws {
    let run = try Program.shell(
      """
      printf '%s\\n' ':set dtype float32' '\(Self.program)' 'net(x)' ':weights save net net.safetensors' > in.nn
      "$learnnn" --format json --seed 3 < in.nn > out.json || exit 1
      cat > check.py <<'E'
      import json, torch
      from safetensors.torch import load_file
      w = load_file("net.safetensors")
      net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 2))
      net.load_state_dict({"0.weight": w["0.W"].T, "0.bias": w["0.b"], "2.weight": w["1.W"].T, "2.bias": w["1.b"]})
      y = net(torch.tensor([[0.5, -1, 2], [0.1, 0.2, 0.3], [-3, 0, 1]]))
      lines = [json.loads(line) for line in open("out.json")]
      ours = next(line for line in lines if line["type"] == "value" and line["shape"] == [3, 2])
      assert (y - torch.tensor(ours["data"]).reshape(3, 2)).abs().max() < 1e-5
      E
      python3 check.py
      """)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }
}
