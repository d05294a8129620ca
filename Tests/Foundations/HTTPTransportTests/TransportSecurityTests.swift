import HTTPTransport
import Testing

@Suite(.enabled(if: OpenSSLServer.isAvailable, "needs the openssl command")) struct TransportSecurityTests {
  private func status(_ server: OpenSSLServer, _ authorities: TrustedAuthorities) throws -> Int {
    let transport = try CurlTransport(options: CurlOptions(certificateAuthorities: authorities))
    return try transport.perform(HTTPRequest(method: "GET", url: server.url)).status
  }

  @Test func trustsTheAuthoritiesOfABlobOnly() throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    #expect(try status(server, .blob(server.certificate)) == 200)
    let error = #expect(throws: TransportError.self) { try status(server, .system) }
    #expect(error?.kind == .tls)
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func trustsTheAuthoritiesOfAFile() throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    #expect(try status(server, .file(server.certificatePath)) == 200)
  }

  @Test(arguments: [TrustedAuthorities.file("/nonexistent/roots.pem"), .blob([])])
  func refusesAuthoritiesThatCannotBeRead(_ authorities: TrustedAuthorities) {
    #expect(throws: TransportError.self) {
      try CurlTransport(options: CurlOptions(certificateAuthorities: authorities))
    }
  }
}
