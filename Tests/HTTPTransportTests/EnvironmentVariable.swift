import Glibc

/// Sets a variable of this process, or unsets it.
func setEnvironment(_ name: String, _ value: String?) {
  if let value { setenv(name, value, 1) } else { unsetenv(name) }
}
