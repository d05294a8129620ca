/// Which certificate authorities a TLS server must be vouched for by.
public enum TrustedAuthorities: Hashable, Sendable {
  /// Those that libcurl was built to look for.
  case system
  /// PEM text, one certificate after the other.
  case blob([UInt8])
  /// The path of a file of PEM text.
  case file(String)
}
