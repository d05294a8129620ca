import HTTPTransport

/// Calls a server on this machine.
enum LoopbackClient {
  struct Failure: Error {
    let description: String
  }

  /// - Returns: the body.
  static func call(_ method: String, _ url: String, body: [UInt8]) throws -> [UInt8] {
    let type = HTTPHeader(name: "Content-Type", value: "application/json")
    let request = HTTPRequest(
      method: method, url: url, headers: body.isEmpty ? [] : [type], body: body,
      connectTimeoutMilliseconds: 10_000, totalTimeoutMilliseconds: 60_000)
    let response = try ConnectionTransport().perform(request)
    guard (200..<300).contains(response.status) else {
      throw Failure(description: "\(method) \(url): \(response.status)")
    }
    return response.body
  }
}
