import HTTPTransport
import Testing

@Suite(.enabled(if: OpenSSLServer.isAvailable, "needs the openssl command")) struct TransportSecurityTests {
  private func status(_ server: OpenSSLServer, _ authorities: TrustedAuthorities) throws -> Int {
    let transport = try ConnectionTransport(options: TransportOptions(certificateAuthorities: authorities))
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

  /// The server says of each connection how its session began.
  @Test func beginsAnotherConnectionWithTheSessionOfTheFirst() throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    let options = TransportOptions(certificateAuthorities: .blob(server.certificate))
    let transport = try ConnectionTransport(options: options)
    let pages = try (0..<2).map { _ in
      String(decoding: try transport.perform(HTTPRequest(method: "GET", url: server.url)).body, as: UTF8.self)
    }
    #expect(pages[0].contains("\nNew, "))
    #expect(pages[1].contains("\nReused, "))
  }

  @Test func trustsTheAuthoritiesOfAFile() throws {
    let server = try OpenSSLServer()
    defer { server.stop() }
    #expect(try status(server, .file(server.certificatePath)) == 200)
  }

  @Test(arguments: [TrustedAuthorities.file("/nonexistent/roots.pem"), .blob([])])
  func refusesAuthoritiesThatCannotBeRead(_ authorities: TrustedAuthorities) {
    #expect(throws: TransportError.self) {
      try ConnectionTransport(options: TransportOptions(certificateAuthorities: authorities))
    }
  }
}
