import HTTPTransport
import Testing

@Suite struct HTTPHeadersTests {
  private let headers = HTTPHeaders([
    HTTPHeader(name: "X-Name", value: "first"), HTTPHeader(name: "x-name", value: "second"),
    HTTPHeader(name: "Ä", value: "umlaut"),
  ])

  @Test(arguments: [("x-NAME", "first"), ("X-Name", "first"), ("Ä", "umlaut")])
  func findsTheFirstIgnoringCase(_ name: String, _ value: String) {
    #expect(headers[name] == value)
  }

  @Test(arguments: ["", "X-Nam", "X-Name2", "ä", "A\u{308}"])
  func findsNothingElse(_ name: String) {
    #expect(headers[name] == nil)
  }

  @Test func keepsTheOrder() {
    #expect(headers.map(\.value) == ["first", "second", "umlaut"])
  }
}
