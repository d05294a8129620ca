import JSON

/// What a function has at which paths: methods that a path does not take, and health checks, are answered alike by all.
public struct HTTPResources: Sendable {
  /// Where a function tells whoever balances load that it runs. No table is asked: one that cannot be reached is no reason
  /// to take functions out of service, all of them at once.
  public static let health = "/health"

  private static let reading = ["GET", "HEAD"]
  private static let posting = ["POST"]

  private let readable: [String]
  private let posted: String

  /// - Parameters:
  ///   - readable: the templates of what is read with GET, and with HEAD.
  ///   - posted: the path that requests are posted to. Function URLs and load balancers may send from any other one, so
  ///     that what is posted to an unknown path is a request as well.
  public init(readable: [String] = [], posted: String) {
    self.readable = readable
    self.posted = posted
  }

  /// The answer to what is no request for the function's own work: 200 to a health check, 404 for an unknown path, 405 for a
  /// known one with a method that it does not take. `OPTIONS` is one of those: browsers from other origins ask an HTTP API
  /// with CORS configured, which answers them itself.
  ///
  /// - Returns: nil for a request that the function has to answer.
  /// - Throws: `invalidPercentEncoding` naming a path's parameter.
  public func answer(to http: HTTPInvocation) throws(EnvelopeError) -> Answer? {
    if try http.parameters(matching: Self.health) != nil {
      return Self.reading.contains(http.method)
        ? Answer(statusCode: 200, body: ["status": "ok"]) : Answer(methodNotAllowed: Self.reading)
    }
    for template in readable where try http.parameters(matching: template) != nil {
      return Self.reading.contains(http.method) ? nil : Answer(methodNotAllowed: Self.reading)
    }
    if Self.posting.contains(http.method) { return nil }
    return try http.parameters(matching: posted) == nil
      ? Answer(statusCode: 404, body: ["error": "Not found"]) : Answer(methodNotAllowed: Self.posting)
  }
}
