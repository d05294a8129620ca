/// What holds for all requests of one transport.
public struct TransportOptions: Hashable, Sendable {
  public var certificateAuthorities: TrustedAuthorities
  /// Whether `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` of the environment count. A proxy is asked for a
  /// tunnel (`CONNECT`), also for plain HTTP.
  public var useProxy: Bool
  /// The largest answer body that is accepted, in bytes.
  public var maximumResponseSize: Int
  /// How many connections to one origin may be open at once; further requests wait for one of them.
  public var maximumConnectionsPerOrigin: Int

  public init(
    certificateAuthorities: TrustedAuthorities = .system, useProxy: Bool = false,
    maximumResponseSize: Int = 64 * 1024 * 1024, maximumConnectionsPerOrigin: Int = 8
  ) {
    self.certificateAuthorities = certificateAuthorities
    self.useProxy = useProxy
    self.maximumResponseSize = maximumResponseSize
    self.maximumConnectionsPerOrigin = maximumConnectionsPerOrigin
  }
}
