/// A request as a `LoopbackServer` received it.
public struct LoopbackRequest: Sendable {
  public let method: String
  /// Path and query.
  public let target: String
  public let headers: [(String, String)]
  /// The body, joined when it came in chunks.
  public let body: [UInt8]
  /// Which connection it came on, from 0, in the order in which they were accepted.
  public let connection: Int
  /// How many requests this server had received before, over all connections.
  public let index: Int

  /// The value of the first header of that name, ignoring case.
  public func header(_ name: String) -> String? {
    headers.first { $0.0.lowercased() == name.lowercased() }?.1
  }

  public var text: String { String(decoding: body, as: UTF8.self) }
}
