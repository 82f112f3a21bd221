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
    "the PyTorch code of a model loads its weights and gives the same outputs to 1e-5",
    .enabled(
      if: (try? Program.shell("python3 -c 'import torch'").status == 0) ?? false,
      "Python with torch is not here"),
    arguments: [
      (
        "sequential(dense(4, 5, tanh), dropout_layer(0.3), dense(5, 3, gelu), dense(3, 2), softmax)", "[6, 4]",
        "float64"
      ),
      ("dense(4, 3, σ)", "[6, 4]", "float32"),
      (
        "sequential(conv(1, 3, 3, relu, padding=1), batch_norm(3), max_pool2d, flatten_layer, dense(12, 2))",
        "[5, 1, 4, 4]", "float64"
      ),
      ("sequential(dense(4, 6), batch_norm(6), leaky_relu, dense(6, 2, elu))", "[6, 4]", "float32"),
    ])
  func exported(model: String, shape: String, dtype: String) throws {
    let run = try Program.shell(
      """
      cat > in.nn <<'E'
      :set dtype \(dtype)
      net = \(model);
      x = normal(\(shape));
      training { net(x * 2 + 1) };
      x
      net(x)
      :export net net.py
      :weights save net net.safetensors
      E
      "$learnnn" --format json --seed 3 < in.nn > out.json || exit 1
      cat > check.py <<'E'
      import json, torch
      import net
      values = [json.loads(line) for line in open("out.json")]
      values = [v for v in values if v["type"] == "value"][-2:]
      x, y = [torch.tensor(v["data"], dtype=torch.\(dtype)).reshape(v["shape"]) for v in values]
      print("worst", (net.load()(x) - y).abs().max().item())
      assert (net.load()(x) - y).abs().max() < 1e-5
      E
      python3 check.py
      """)
    #expect(run.status == 0 && run.output.hasPrefix("worst "), "\(run.output)\(run.errors)")
  }

  @Test("a layer that PyTorch has no module for is named, and nothing is written")
  func unknownLayer() throws {
    let run = try Program.shell(
      """
      printf '%s\\n' 'net = sequential(dense(2, 3), x -> x^2, dense(3, 1))' ':export net net.py' | "$learnnn"; ls *.py
      """)
    #expect(run.errors.contains("net[1] cannot be written as PyTorch code") && !run.output.contains("net.py"))
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
