import CCertificateAuthorities

/// The certificate authorities that a bundle carries, because a Lambda image has no folder of them that a static
/// OpenSSL would find: Amazon Root CA 1 to 4 and Starfield Services Root Certificate Authority G2, which sign every
/// AWS endpoint (https://www.amazontrust.com/repository/).
public enum CertificateAuthorities {
  /// The roots as PEM text, or nil in a program that `build.sh` did not link: that one uses the system's roots.
  public static func embedded() -> [UInt8]? {
    let size = embedded_certificate_authorities_size()
    guard size > 0, let start = embedded_certificate_authorities() else { return nil }
    return [UInt8](UnsafeBufferPointer(start: start, count: size))
  }
}
