/// One HTTP/1.1 request.
///
/// The transport adds `Host` and `Content-Length` and nothing else: no `Accept`, no `Content-Type`, no `Expect`.
public struct HTTPRequest: Hashable, Sendable {
  /// The method in capitals, for example `POST`.
  public var method: String
  /// An absolute `http` or `https` URL, percent-encoded already.
  public var url: String
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  /// How long name resolution, the TCP connection and the TLS handshake may take together, in milliseconds;
  /// nil leaves libcurl's own bound of 300 seconds.
  public var connectTimeoutMilliseconds: Int?
  /// How long the whole request may take, waiting for a free connection included, in milliseconds; nil for ever.
  public var totalTimeoutMilliseconds: Int?
  /// Whether the answer only saves its receiver work. Such a request is given up when its answer comes much later than
  /// those of the requests that are sent along with it; given up by itself, 100 ms after it was to be sent.
  public var isDispensable: Bool

  public init(
    method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
    connectTimeoutMilliseconds: Int? = nil, totalTimeoutMilliseconds: Int? = nil, isDispensable: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connectTimeoutMilliseconds = connectTimeoutMilliseconds
    self.totalTimeoutMilliseconds = totalTimeoutMilliseconds
    self.isDispensable = isDispensable
  }
}
