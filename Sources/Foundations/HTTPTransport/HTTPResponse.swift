/// A whole HTTP answer, whatever its status.
public struct HTTPResponse: Hashable, Sendable {
  public let status: Int
  public let headers: HTTPHeaders
  /// The body as it came: chunks joined, but never decompressed.
  public let body: [UInt8]

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
