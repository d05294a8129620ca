/// What holds for all requests of one `CurlTransport`.
public struct CurlOptions: Hashable, Sendable {
  public var certificateAuthorities: TrustedAuthorities
  /// Whether `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` of the environment count.
  public var useProxy: Bool
  /// The largest answer body that is accepted, in bytes.
  public var maximumResponseSize: Int
  /// How many connections to one host may be open at once; further requests wait for one of them.
  public var maximumConnectionsPerHost: Int

  public init(
    certificateAuthorities: TrustedAuthorities = .system, useProxy: Bool = false,
    maximumResponseSize: Int = 64 * 1024 * 1024, maximumConnectionsPerHost: Int = 8
  ) {
    self.certificateAuthorities = certificateAuthorities
    self.useProxy = useProxy
    self.maximumResponseSize = maximumResponseSize
    self.maximumConnectionsPerHost = maximumConnectionsPerHost
  }
}
