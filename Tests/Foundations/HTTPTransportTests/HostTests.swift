import Testing

@testable import HTTPTransport

@Suite struct HostTests {
  /// What is signed as `host` is held to the same in RequestSignerTests.
  @Test(
    arguments: [
      ("https://a.example:443/", "a.example"), ("http://a.example:80/x", "a.example"),
      ("http://127.0.0.1:4566/", "127.0.0.1:4566"), ("https://a.example:80", "a.example:80"),
      ("http://a.example:443", "a.example:443"), ("http://a.example:8080", "a.example:8080"),
      ("http://[::1]:80/", "[::1]"), ("https://a.example?b=c", "a.example"),
    ])
  func isSentWithoutTheSchemesOwnPort(url: String, host: String) throws {
    let message = HTTPRequest(method: "GET", url: url).messages(for: try HTTPURL(url)).first
    let lines = String(decoding: message, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.dropFirst().first ?? "" == "Host: \(host)")
  }

  @Test(arguments: ["http://", "http:///x", "https://?a", "http://:80/"])
  func mustBeNamed(url: String) {
    #expect(throws: TransportError.self) { try HTTPURL(url) }
  }
}
