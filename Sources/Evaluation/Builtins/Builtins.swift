/// The built-in functions, one file for each family.
enum Builtins {}
