/// What `\name` and Tab type: symbols by the names that LaTeX and Julia have made familiar.
package enum InputSymbols {
  /// A name, without its backslash, and the symbol that it types.
  package struct Entry: Equatable, Sendable {
    /// The name without its backslash.
    package let name: String
    /// The symbol.
    package let symbol: String
  }

  /// All names, sorted.
  package static let all: [Entry] = table.split(whereSeparator: \.isWhitespace).compactMap { entry in
    let parts = entry.split(separator: "=", maxSplits: 1)
    return parts.count == 2 ? Entry(name: String(parts[0]), symbol: String(parts[1])) : nil
  }.sorted { $0.name < $1.name }

  /// The symbol for a name without its backslash; nil when there is none.
  package static func symbol(for name: String) -> String? { symbols[name] }

  /// The names that start with what was typed after the backslash, sorted.
  package static func completions(for prefix: String) -> [Entry] { all.filter { $0.name.hasPrefix(prefix) } }

  private static let symbols = Dictionary(all.map { ($0.name, $0.symbol) }, uniquingKeysWith: { first, _ in first })

  private static let table = """
    alpha=α beta=β gamma=γ delta=δ epsilon=ε varepsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ
    pi=π rho=ρ sigma=σ tau=τ upsilon=υ phi=φ varphi=φ chi=χ psi=ψ omega=ω
    Gamma=Γ Delta=Δ Theta=Θ Lambda=Λ Xi=Ξ Pi=Π Sigma=Σ Upsilon=Υ Phi=Φ Psi=Ψ Omega=Ω
    ell=ℓ partial=∂ del=∇ nabla=∇ sum=Σ prod=∏ sqrt=√ infty=∞ infinity=∞
    cdot=· dot=· times=× odot=⊙ div=÷ le=≤ leq=≤ ge=≥ geq=≥ ne=≠ neq=≠ approx=≈ minus=−
    to=→ rightarrow=→ mapsto=↦ leftarrow=← in=∈ and=∧ land=∧ or=∨ lor=∨ not=¬ neg=¬ prime=′ T=ᵀ top=ᵀ
    hat=\u{302} bar=\u{304} tilde=\u{303} dotabove=\u{307}
    _0=₀ _1=₁ _2=₂ _3=₃ _4=₄ _5=₅ _6=₆ _7=₇ _8=₈ _9=₉
    _a=ₐ _e=ₑ _h=ₕ _i=ᵢ _j=ⱼ _k=ₖ _l=ₗ _m=ₘ _n=ₙ _o=ₒ _p=ₚ _r=ᵣ _s=ₛ _t=ₜ _u=ᵤ _v=ᵥ _x=ₓ
    ^0=⁰ ^1=¹ ^2=² ^3=³ ^4=⁴ ^5=⁵ ^6=⁶ ^7=⁷ ^8=⁸ ^9=⁹ ^-=⁻ ^+=⁺ ^n=ⁿ ^T=ᵀ
    """
}
